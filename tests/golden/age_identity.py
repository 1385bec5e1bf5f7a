#!/usr/bin/python3
"""age_identity.py FILE PASSPHRASE_FILE: prints what an age v1 file with a passphrase holds (binary form, one chunk)."""
import base64
import hashlib
import hmac
import sys
from pathlib import Path

from nacl import bindings


def hkdf(key, salt, info):
    return hmac.digest(hmac.digest(salt, key, "sha256"), info + b"\1", "sha256")


def unpadded(text):
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def decrypt(file, passphrase):
    split = file.index(b"\n---") + 4
    version, stanza, body = file[:split].decode().split("\n")[:3]
    arrow, kind, salt, work = stanza.split(" ")
    if (version, arrow, kind) != ("age-encryption.org/v1", "->", "scrypt") or int(work) > 18:
        raise ValueError("not an age file with a passphrase")
    n = 1 << int(work)
    key = hashlib.scrypt(passphrase, salt=version.encode() + b"/scrypt" + unpadded(salt), n=n, r=8, p=1,
                         maxmem=(n + 64) * 2048, dklen=32)
    file_key = bindings.crypto_aead_chacha20poly1305_ietf_decrypt(unpadded(body), b"", bytes(12), key)
    mac, payload = file[split + 1:].split(b"\n", 1)
    if hmac.digest(hkdf(file_key, b"", b"header"), file[:split], "sha256") != unpadded(mac.decode()):
        raise ValueError("the header's mac does not fit")
    return bindings.crypto_aead_chacha20poly1305_ietf_decrypt(
        payload[16:], b"", bytes(11) + b"\1", hkdf(file_key, payload[:16], b"payload"))


if __name__ == "__main__":
    sys.stdout.buffer.write(decrypt(Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]).read_bytes().rstrip(b"\n")))
