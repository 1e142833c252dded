"""Pictures, recordings and documents, one aggregate a file."""

from .documents import DocumentPerson, HeritageDocument
from .pictures import HeritageImage, HeritageRendition, PicturePerson
from .recordings import Recording, RecordingPerson
from .rights import HeldMedia, PersonShown

__all__ = [
    "DocumentPerson",
    "HeldMedia",
    "HeritageDocument",
    "HeritageImage",
    "HeritageRendition",
    "PersonShown",
    "PicturePerson",
    "Recording",
    "RecordingPerson",
]
