"""Pictures, recordings, documents and private uploads, one aggregate a file."""

from .documents import DocumentPerson, HeritageDocument
from .pictures import HeritageImage, HeritageRendition, PicturePerson
from .recordings import Recording, RecordingPerson
from .rights import HeldMedia, PersonShown
from .uploads import PrivateFile, PrivateFileReading

__all__ = [
    "DocumentPerson",
    "HeldMedia",
    "HeritageDocument",
    "HeritageImage",
    "HeritageRendition",
    "PersonShown",
    "PicturePerson",
    "PrivateFile",
    "PrivateFileReading",
    "Recording",
    "RecordingPerson",
]
