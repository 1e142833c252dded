"""Where migrations find the encrypted column; it lies in safeguards.encryption."""

from safeguards.encryption import EncryptedTextField

__all__ = ["EncryptedTextField"]
