"""Holds every answer of the walk against the API document: its status, its media type, its headers, its schema."""

import json
import sys

import jsonschema_rs


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


DOCUMENT = load("document.json")
OPERATIONS = {
    operation["operationId"]: operation
    for item in DOCUMENT["paths"].values()
    for operation in item.values()
}


def resolved(value):
    """What a reference stands for."""
    while "$ref" in value:
        inner = DOCUMENT
        for step in value["$ref"].removeprefix("#/").split("/"):
            inner = inner[step]
        value = inner
    return value


def problems(schema, instance):
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": DOCUMENT["components"],
        "allOf": [schema],
    }
    for error in jsonschema_rs.validator_for(whole).iter_errors(instance):
        yield f"{list(error.instance_path)}: {error.message[:300]}"


def judge(exchange):
    response = OPERATIONS[exchange["operation"]]["responses"].get(str(exchange["status"]))
    if response is None:
        yield "this status is not told"
        return
    response = resolved(response)
    headers = {key: value for key, value in exchange["headers"]}
    for header, about in response.get("headers", {}).items():
        if about.get("required") and header.lower() not in headers:
            yield f"the header {header} is missing"
    content = response["content"].get(headers.get("content-type", ""))
    if content is None:
        yield f"the media type {headers.get('content-type')} is not told"
        return
    yield from problems(content["schema"], json.loads(exchange["answer"]))


WALKED = load("walked.json")
FOUND = [
    f"{exchange['operation']} as {exchange['who']}, {exchange['status']}: {problem}"
    for exchange in WALKED
    for problem in judge(exchange)
]
if FOUND or not WALKED:
    sys.exit("\n".join(FOUND) or "there is nothing to judge")
