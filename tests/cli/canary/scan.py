"""Looks for marks in bytes: whole in several encodings, and their pieces."""
import re

ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
# Hashes, also what is left of one where a line was folded, and times: digits in a row mean nothing there.
NOISE = re.compile(rb'[0-9a-f]{32,}|(?=[0-9]*[a-f])[0-9a-f]{12,}|_ms":[0-9]+')


def forms_of(mark):
    out = set()
    for form in mark.forms:
        out.update(form.encode(encoding) for encoding in ENCODINGS)
    out.add(mark.text.encode().hex().encode())
    return out


def pieces_of(mark):
    """Six Latin letters or digits, three Chinese characters; of an ID number not the region."""
    text = mark.text[6:] if mark.field == "person.cn_id" else mark.text
    text = text[6:] if mark.field == "person.bank_account" else text  # the bank's own digits
    size = 6 if text.isascii() else 3
    return {text[i:i + size].encode(e) for i in range(len(text) - size + 1) for e in ENCODINGS}


class Scanner:
    def __init__(self, marks):
        self.marks = marks
        self.forms = [(form, mark) for mark in marks for form in forms_of(mark)]
        self.pieces = {piece: mark for mark in marks if mark.whole for piece in pieces_of(mark)}
        self.sizes = sorted({len(p) for p in self.pieces})
        self.searched = self.bytes = 0

    def whole(self, data):
        """The marks that stand in the data as they were written, or are found in it by their forms."""
        self.searched += 1
        self.bytes += len(data)
        forms = self.forms
        if len(data) > 100000:  # one pass finds out which can be there at all
            there = {data[i:i + 6] for i in range(len(data) - 5)}
            forms = [(form, mark) for form, mark in forms if form[:6] in there or len(form) < 6]
        return {mark for form, mark in forms if form in data}

    def any(self, data):
        """The marks of which the data holds at least a piece."""
        data = NOISE.sub(b"#", data)
        found = self.whole(data)
        for size in self.sizes:
            windows = {data[i:i + size] for i in range(len(data) - size + 1)}
            found.update(self.pieces[piece] for piece in windows & self.pieces.keys())
        return found
