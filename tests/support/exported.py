"""What the tests of the exports let Python do; the answer is JSON on standard output.

programs FOLDER: runs every .py file there, each as a program of its own, in one process: PyTorch takes long to import.
    {file: what it printed last, or {"error": ...}}
csv FILE, xml FILE: the file as Python's own reader has it: rows of fields; the texts of elements, attributes' values.
"""

import contextlib
import csv
import io
import json
import pathlib
import runpy
import sys
import xml.dom.minidom


def run(path):
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            runpy.run_path(str(path), run_name="__main__")
    except BaseException as error:  # an assertion, a syntax error, sys.exit: all are findings
        return {"error": f"{type(error).__name__}: {error}"}
    return output.getvalue().strip().splitlines()[-1]


def programs(folder):
    return {path.name: run(path) for path in sorted(pathlib.Path(folder).glob("*.py"))}


def rows(file):
    with open(file, encoding="utf-8", newline="") as source:
        return list(csv.reader(source))


def elements(file):
    found = []
    for node in xml.dom.minidom.parse(file).getElementsByTagName("*"):
        text = "".join(child.data for child in node.childNodes if child.nodeType == child.TEXT_NODE)
        found.append({"name": node.tagName, "text": text.strip(), "attributes": dict(node.attributes.items())})
    return found


print(json.dumps({"programs": programs, "csv": rows, "xml": elements}[sys.argv[1]](sys.argv[2])))
