"""Last touches on a PDF before it is written, for what PDF/UA-1 asks and WeasyPrint leaves out.

- running heads and feet become artifacts (they hang from no tag), and so do pictures without words (decorative);
- what stands in a list item stands in its body;
- every table head says whether it heads a column or a row;
- a link says in words where it leads;
- the box of a figure stands in the units of its page;
- the metadata claim PDF/UA-1 beside PDF/A, with the extension schema that PDF/A wants for a foreign property.

Works on the objects in memory, so that nothing is parsed again.
"""

from __future__ import annotations

import re

PX_TO_POINT = 0.75

_UA_METADATA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def finish(pdf) -> None:
    """Complete a pydyf document in place."""
    elements = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructElem"]
    for element in elements:
        match element["S"]:
            case "/TH":
                _scope(pdf, element)
            case "/Figure" if "Alt" in element:
                _figure_box(pdf, element)
            case "/Figure":
                _at(pdf, element["P"])["K"].remove(element.reference)
            case "/LI":
                _list_body(pdf, element)
    _artifacts(pdf)
    _links(pdf)
    _claim_accessibility(pdf)


def _at(pdf, reference: bytes):
    """The object that a reference (`12 0 R`) names."""
    return pdf.objects[int(reference.split()[0])]


def _pages(pdf) -> list:
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]


def _artifacts(pdf) -> None:
    """Whatever the structure tree does not reach is no content: running heads and feet."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    reached = _descendants(pdf, root)
    by_page = dict(zip(*[iter(_at(pdf, root["ParentTree"])["Nums"])] * 2, strict=True))
    for number, page in enumerate(_pages(pdf)):
        owners = by_page[number]
        orphans = {mcid for mcid, owner in enumerate(owners) if int(owner.split()[0]) not in reached}
        for mcid in orphans:
            _at(pdf, owners[mcid]).clear()
            owners[mcid] = b"null"
        _demote(_at(pdf, page["Contents"]).stream, orphans)


def _descendants(pdf, root) -> set[int]:
    reached, waiting = set(), [root]
    while waiting:
        for kid in waiting.pop().get("K", ()):
            if isinstance(kid, bytes):
                child = _at(pdf, kid)
                reached.add(child.number)
                if isinstance(child, dict):
                    waiting.append(child)
    return reached


def _demote(stream: list, orphans: set[int]) -> None:
    """Turn marked content into artifacts: `/Span <</MCID 3>> BDC` becomes `/Artifact <</Type /Pagination>> BDC`."""
    for index, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in orphans:
            stream[index - 1] = "/Artifact"
            del item["MCID"]
            item["Type"] = "/Pagination"


def _scope(pdf, head) -> None:
    section = _at(pdf, _at(pdf, head["P"])["P"])
    head["A"]["Scope"] = "/Column" if section.get("S") == "/THead" else "/Row"


def _figure_box(pdf, figure) -> None:
    """WeasyPrint gives CSS pixels from the top of the page; a PDF counts points from its foot."""
    height = _at(pdf, figure["Pg"])["MediaBox"][3]
    x1, y1, x2, y2 = (float(value) * PX_TO_POINT for value in figure["A"]["BBox"])
    figure["A"]["BBox"][:] = [x1, height - y2, x2, height - y1]


def _list_body(pdf, item) -> None:
    """Paragraphs of an item go into its body; WeasyPrint hangs them beside the label."""
    import pydyf

    kids = {kid: _at(pdf, kid) for kid in item["K"]}
    loose = [kid for kid, element in kids.items() if element.get("S") not in {"/Lbl", "/LBody"}]
    if not loose:
        return
    body = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(loose), "Pg": item["Pg"], "P": item.reference}
    )
    pdf.add_object(body)
    for kid in loose:
        kids[kid]["P"] = body.reference
    item["K"][:] = [*(kid for kid in kids if kid not in loose), body.reference]


def _links(pdf) -> None:
    import pydyf

    numbers = {page.reference: rank for rank, page in enumerate(_pages(pdf), start=1)}
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    targets = {name.string: numbers[target[0]] for name, target in zip(names[::2], names[1::2], strict=True)}
    for link in pdf.objects:
        if isinstance(link, dict) and link.get("Subtype") == "/Link" and "Dest" in link:
            link["Contents"] = pydyf.String(f"Aller à la page {targets[link['Dest'].string]}")


def _claim_accessibility(pdf) -> None:
    metadata = _at(pdf, pdf.catalog["Metadata"])
    text = b"\n".join(metadata.stream)
    metadata.stream = [re.sub(rb"</rdf:RDF>", lambda end: _UA_METADATA + end[0], text, count=1)]
