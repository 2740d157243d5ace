#!/usr/bin/env python3
"""Counts words of the private dialect in comments and documents (ADR-0026).

    bench/language.py [FOLDER]

FOLDER is the root of a source tree; without the argument, this tree. A part is the comments of one package in
src/main/java, or one document. A line has the words of the part and, for each 1,000 of them, how often a sentence begins
with What, Whoever, Whatever, Where or So, and how often each word occurs. Code blocks and `code` do not count.
"""

import pathlib
import re
import sys

WORDS = ("what", "nobody", "somebody", "whoever", "whatever")
BEGIN = re.compile(r"(?:^|[.!?]['\")*_]*\s+)[\s#>*|_\"(-]*(?:\d+\.\s+)?(?:What|Whoever|Whatever|Where|So)\b")
WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|/\*.*?\*/|//[^\n]*', re.DOTALL
)
BLOCK = re.compile(r"^\s*(?:#|[-*] |\d+\. |\||>|$)")  # a line that begins a block of its own


def comments(source):
    """The comments of a Java file, one line each; a line of code between two comments separates them."""
    lines = []
    end = 0
    for token in TOKEN.finditer(source):
        if token.group().startswith("/"):
            if source[end : token.start()].strip():
                lines.append("")
            lines.extend(re.sub(r"^\s*(?:/+\*?|\*+/?) ?", "", line) for line in token.group().splitlines())
            end = token.end()
    return "\n".join(lines)


def blocks(text):
    """The paragraphs, headings, list items and table cells of a text, without code."""
    text = re.sub(r"^\s*```.*?^\s*```[^\n]*$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"<!--.*?-->|`[^`\n]*`|\]\([^)]*\)", " ", text, flags=re.DOTALL)
    block = []
    for line in text.splitlines():
        if BLOCK.match(line):
            yield " ".join(block)
            block = []
        if line.lstrip().startswith("|"):
            yield from line.split("|")
        elif line.lstrip().startswith("#"):
            yield line
        else:
            block.append(line.strip())
    yield " ".join(block)


def count(texts):
    """Words, sentences that begin with a word of the dialect, and each of WORDS."""
    found = [0] * (2 + len(WORDS))
    for block in (block for text in texts for block in blocks(text)):
        words = [word.lower() for word in WORD.findall(block)]
        found[0] += len(words)
        found[1] += len(BEGIN.findall(block))
        for place, word in enumerate(WORDS, 2):
            found[place] += words.count(word)
    return found


def parts(root):
    """The name and the texts of each part."""
    java = root / "src/main/java"
    packages = {}
    for file in sorted(java.rglob("*.java")):
        name = str(file.parent.relative_to(java)).replace("/", ".")
        packages.setdefault(name, []).append(comments(file.read_text("utf-8")))
    yield from packages.items()
    for file in sorted(root.glob("*.md")) + sorted((root / "docs").rglob("*.md")):
        yield str(file.relative_to(root)), [file.read_text("utf-8")]


def row(name, found):
    rates = "".join(f"{1000 * number / max(1, found[0]):10.2f}" for number in found[1:])
    print(f"{name:<62}{found[0]:>8}{rates}")


def main():
    if len(sys.argv) > 2 or any(argument.startswith("-") for argument in sys.argv[1:]):
        sys.exit("usage: bench/language.py [FOLDER]")
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[1]
    print(f"{'part':<62}{'words':>8}" + "".join(f"{name:>10}" for name in ("begins", *WORDS)))
    totals = {"comments": [0] * (2 + len(WORDS)), "documents": [0] * (2 + len(WORDS))}
    for name, texts in parts(root):
        found = count(texts)
        row(name, found)
        kind = "documents" if name.endswith(".md") else "comments"
        totals[kind] = [a + b for a, b in zip(totals[kind], found)]
    for kind, found in totals.items():
        row(kind, found)
    row("total", [a + b for a, b in zip(*totals.values())])


if __name__ == "__main__":
    main()
