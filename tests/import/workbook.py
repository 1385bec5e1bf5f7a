"""Writes workbooks (.xlsx) part by part, so that each can be damaged in one place.

A sheet is a list of rows; a row a list of cells; a cell None, a text, a number, or raw XML in a Raw. Deterministic: the
same input gives the same bytes."""
import zipfile
import zlib
from xml.sax.saxutils import escape, quoteattr

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DAY, MONTH_ZH, TIME, CUSTOM_DAY, TEXT = 1, 2, 3, 4, 5  # cell styles below
STYLES = (f'{HEAD}<styleSheet {MAIN}><numFmts count="2">'
          '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
          '<numFmt numFmtId="165" formatCode="[$-804]yyyy\\-mm\\-dd;@"/></numFmts>'
          '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>'
          '<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/>'
          '<xf numFmtId="165"/><xf numFmtId="49"/></cellXfs></styleSheet>')


class Raw(str):
    """A whole <c> element, with {ref} for its place."""


def letters(column):
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def date(serial, style=DAY):
    return Raw(f'<c r="{{ref}}" s="{style}"><v>{serial}</v></c>')


class Book:
    def __init__(self):
        self.sheets, self.shared, self.parts = [], [], {}
        self.epoch_1904 = False
        self.method = zipfile.ZIP_DEFLATED

    def sheet(self, rows, name="Sheet1", state=None, merges=(), hidden_rows=(), before="", use_shared=True):
        body = []
        for number, row in enumerate(rows, 1):
            cells = "".join(self.cell(f"{letters(column)}{number}", value, use_shared)
                            for column, value in enumerate(row, 1) if value is not None)
            hidden = ' hidden="1"' if number in hidden_rows else ""
            if cells:
                body.append(f'<row r="{number}"{hidden}>{cells}</row>')
        merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
        merged = f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else ""
        self.sheets.append((name, state, f'{HEAD}<worksheet {MAIN}>{before}<sheetData>{"".join(body)}</sheetData>'
                                         f'{merged}</worksheet>'))
        return self

    def cell(self, ref, value, use_shared):
        if isinstance(value, Raw):
            return value.replace("{ref}", ref)
        if isinstance(value, (int, float)):
            return f'<c r="{ref}"><v>{value!r}</v></c>'
        if not use_shared:
            return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        return f'<c r="{ref}" t="s"><v>{self.share(f"<t xml:space={chr(34)}preserve{chr(34)}>{escape(value)}</t>")}</v></c>'

    def share(self, inner):
        if inner not in self.shared:
            self.shared.append(inner)
        return self.shared.index(inner)

    def rich(self, *runs, reading=""):
        """A cell of a text in several runs, with how it is read."""
        inner = "".join(f"<r><rPr><b/></rPr><t>{escape(run)}</t></r>" for run in runs)
        if reading:
            inner += f'<rPh sb="0" eb="1"><t>{escape(reading)}</t></rPh><phoneticPr fontId="1"/>'
        return Raw(f'<c r="{{ref}}" t="s"><v>{self.share(inner)}</v></c>')

    def all_parts(self):
        names, relations = [], []
        parts = {}
        for i, (name, state, text) in enumerate(self.sheets, 1):
            shown = f' state="{state}"' if state else ""
            names.append(f'<sheet name={quoteattr(name)} sheetId="{i}"{shown} r:id="rId{i}"/>')
            relations.append(f'<Relationship Id="rId{i}" Type="{RELS}/worksheet" Target="worksheets/sheet{i}.xml"/>')
            parts[f"xl/worksheets/sheet{i}.xml"] = text
        relations.append(f'<Relationship Id="rId98" Type="{RELS}/styles" Target="styles.xml"/>')
        relations.append(f'<Relationship Id="rId99" Type="{RELS}/sharedStrings" Target="/xl/sharedStrings.xml"/>')
        package = "http://schemas.openxmlformats.org/package/2006"
        parts["xl/styles.xml"] = STYLES
        parts["xl/sharedStrings.xml"] = (f'{HEAD}<sst {MAIN} count="{len(self.shared)}">' +
                                         "".join(f"<si>{text}</si>" for text in self.shared) + "</sst>")
        epoch = '<workbookPr date1904="1"/>' if self.epoch_1904 else "<workbookPr/>"
        parts["xl/workbook.xml"] = (f'{HEAD}<workbook {MAIN} xmlns:r="{RELS}">{epoch}<sheets>{"".join(names)}</sheets>'
                                    '</workbook>')
        parts["xl/_rels/workbook.xml.rels"] = (f'{HEAD}<Relationships xmlns="{package}/relationships">'
                                               f'{"".join(relations)}</Relationships>')
        parts["_rels/.rels"] = (f'{HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
                                f'Type="{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        parts["[Content_Types].xml"] = (f'{HEAD}<Types xmlns="{package}/content-types"><Default Extension="xml" '
                                        'ContentType="application/xml"/></Types>')
        parts.update(self.parts)
        return {name: text for name, text in parts.items() if text is not None}

    def write(self, path):
        with zipfile.ZipFile(path, "w", self.method) as archive:
            for name, text in self.all_parts().items():
                info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
                info.compress_type = self.method
                archive.writestr(info, text if isinstance(text, bytes) else text.encode())
