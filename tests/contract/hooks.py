"""What Schemathesis cannot know: questions that were answered before, sessions that may be ended, and the count.

Beside what it makes from the document, every question of the walk is asked again, and once more for each of its values
with that value spoiled: random data alone hardly ever comes past the reading of a command.
"""

import copy
import json
import os
import uuid

import schemathesis

WHO = os.environ["CONTRACT_WHO"]
TOKEN = os.environ["CONTRACT_SESSION"]
SPARE = os.environ["CONTRACT_SPARE"].split()
OURS = [token for token in (TOKEN, *SPARE) if token]
SEEN = open(os.environ["CONTRACT_SEEN"], "a", encoding="utf-8")
with open(os.environ["CONTRACT_WALKED"], encoding="utf-8") as walked:
    WALKED = [one for one in json.load(walked) if one["who"] == WHO and one["status"] == 200]

SESSION = "__Host-lueckenlos"
# Ids and the moment of writing are told apart by the tests of the write path; spoiling them here only says "not there".
SPOILED = [None, "", "x" * 12_000, "a\u202eb", "a\u0000b", 0, -1, 1e300, True, [], {}, [[]]]


TURN = [0]


def is_id(value):
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value
    except ValueError:
        return False


def name(operation):
    return operation.definition.raw["operationId"]


def leaves(value, path=()):
    """The paths of all values in a question, of objects and lists too."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))


def spoiled(question):
    """The question with one of its values spoiled, for each of them; every way of spoiling comes up in turn."""
    # The organisation holds thousands of values of few kinds.
    paths = list(leaves(question))[:150]
    for turn, path in enumerate(paths):
        other = copy.deepcopy(question)
        inner = other
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = SPOILED[turn % len(SPOILED)]
        yield other


def is_walked(question):
    return any(one["question"] == question for one in WALKED)


def with_new_ids(question, turn):
    """An envelope is bound to its content: other content needs another id to be looked at."""
    groups = question.get("groups")
    for group in groups if isinstance(groups, list) else []:
        for envelope in group if isinstance(group, list) else []:
            if isinstance(envelope, dict) and is_id(envelope.get("id")):
                number = uuid.uuid5(uuid.NAMESPACE_OID, f"{WHO} {turn} {envelope['id']}").int
                number = number & ~(0xF << 76) | (7 << 76)
                envelope["id"] = str(uuid.UUID(int=number))
    return question


@schemathesis.hook
def before_add_examples(context, examples):
    operation = context.operation
    for one in WALKED:
        if one["operation"] != name(operation):
            continue
        question = one["question"]
        # Examples are sent as they are: nobody adds the session to them.
        cookies = {SESSION: TOKEN} if TOKEN else {}
        if operation.method.upper() == "GET":
            examples.append(operation.Case(query=question, cookies=dict(cookies)))
            continue
        own_page = {"X-Lueckenlos": "1"}
        asked = [question]
        asked += [with_new_ids(other, turn) for turn, other in enumerate(spoiled(question))]
        for body in asked:
            examples.append(
                operation.Case(
                    body=body,
                    headers=dict(own_page),
                    cookies=dict(cookies),
                    media_type="application/json",
                )
            )


@schemathesis.hook
def before_call(context, case, kwargs):
    if name(case.operation) == "OfferCommands" and isinstance(case.body, dict):
        # One made from the document is asked many times with one thing changed. Under the same id, only the first of
        # them would be looked at.
        TURN[0] += 1
        if not is_walked(case.body):
            case.body = with_new_ids(copy.deepcopy(case.body), TURN[0])
    if name(case.operation) == "SignOut" and SPARE and (case.cookies or {}).get(SESSION):
        case.cookies[SESSION] = SPARE[0]


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Two things that are as they should be.

    A session of ours in a question of the walk is right, though it looks as if it had been made up. And what is wrong in
    the content of a command is answered by its outcome, with status 200: it must be refused there.
    """
    if type(failure).__name__ == "IgnoredAuth":
        cookie = response.request.headers.get("Cookie") or ""
        return not any(f"{SESSION}={token}" in cookie for token in OURS)
    if name(case.operation) != "OfferCommands" or type(failure).__name__ != "AcceptedNegativeData":
        return True
    outcomes = json.loads(response.content)["outcomes"]
    return any(answered["answer"]["outcome"] != "refused" for answered in outcomes)


@schemathesis.hook
def after_call(context, case, response):
    operation = name(case.operation)
    if operation == "SignOut" and response.status_code == 200 and SPARE:
        SPARE.pop(0)
    commands = []
    if operation == "OfferCommands" and response.status_code == 200:
        envelopes = [one for group in case.body["groups"] for one in group]
        outcomes = json.loads(response.content)["outcomes"]
        commands = [
            [envelope["command"]["do"], answered["answer"]["outcome"]]
            for envelope, answered in zip(envelopes, outcomes)
        ]
    line = {"operation": operation, "status": response.status_code, "commands": commands}
    SEEN.write(json.dumps(line) + "\n")
    SEEN.flush()
