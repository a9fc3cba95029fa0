"""What a map program gets: who asks by which key, what they may, and the answer to an address.

Every request shows a key; what its user may is looked up each time, as at a page. What is fetched
is taken away, so that it takes the right to export, and stands in the audit as that, with the
number of the key and never the key itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hotspots import registry
from hotspots.access import words as access_text
from hotspots.access.audit import event_of, note, note_denied_login
from hotspots.access.export import allow_export
from hotspots.access.keys import key_shown
from hotspots.access.permission import role_named, role_of
from hotspots.access.workspace import Workspace
from hotspots.errors import AccessError, HotspotsError, SelectionError
from hotspots.gis import words as text
from hotspots.gis.collection import NoCollectionError, collection_named, collections_of
from hotspots.gis.features import extent_of, features_of, selection_of
from hotspots.gis.openapi import openapi
from hotspots.gis.question import question_of, require_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.library import Library
    from hotspots.gis.collection import Collection
    from hotspots.gis.features import FeatureSet
    from hotspots.gis.pygeo import Answers
    from hotspots.gis.question import FeatureQuestion

_KIND: Final = "ogc-api"
_JSON: Final = "application/json"
_GEOJSON: Final = "application/geo+json"
_SCHEMA: Final = "application/schema+json"
_OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.0"
_CHALLENGE: Final = f'Basic realm="{text.REALM}", charset="UTF-8"'


@dataclass(frozen=True, slots=True)
class ProgramRequest:
    """What a program sends.

    Attributes
    ----------
    url
        Where the service is, without a slash at its end.
    path
        What stands behind that, without slashes at either end.
    pairs
        The parameters in their order.
    """

    url: str
    path: str
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProgramAnswer:
    """A status of HTTP with JSON."""

    status: int
    body: Mapping[str, Any]
    media_type: str = _JSON
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the user of a key that is good, as what they are now."""

    workspace: Workspace
    key: str


def refused(status: int, words: str) -> ProgramAnswer:
    """Return a refusal as the standard has it: a code, and a description in Dutch."""
    codes = {400: "InvalidParameterValue", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound"}
    headers = {"www-authenticate": _CHALLENGE} if status == 401 else {}  # noqa: PLR2004 - of HTTP
    body = {"code": codes.get(status, "NoApplicableCode"), "description": words}
    return ProgramAnswer(status, body, headers=headers)


def why_off(library: Library) -> ProgramAnswer | None:
    """Return what everybody gets while the service is off or cannot run; None while it is on."""
    if not library.catalog.gemeente.ogc_api:
        return refused(404, text.OFF)
    # Looked up and not imported: that is for who shows a key.
    return None if find_spec("pygeoapi") is not None else refused(503, text.NOT_INSTALLED)


def asker_by_key(library: Library, shown: str, address: str | None) -> Asker | ProgramAnswer:
    """Return who shows a key, or why nobody is let in by it; that is in the audit.

    Parameters
    ----------
    address
        Other end of the connection, for the audit; None for this machine.

    Raises
    ------
    HotspotsError
        If the keys or the table of roles cannot be read.
    """
    home = library.home
    if not shown:
        return refused(401, text.NO_KEY_SHOWN)
    key = key_shown(home, shown)
    why = access_text.KEY_UNKNOWN if key is None else key.refusal(datetime.now(UTC).date())
    if key is None or why:
        note_denied_login(home, name=key.who if key else "", address=address)
        return refused(401, f"{why} {text.ASK_FOR_KEY}")
    role = role_of(home, library.catalog, key.who)
    if role is None:
        note_denied_login(home, name=key.who, address=address)
        return refused(403, f"{access_text.KEY_WITHOUT_ROLE} {access_text.ASK}")
    return Asker(Workspace(library, role_named(library.catalog, role).id, key.who), key.number)


def answer(asker: Asker, request: ProgramRequest) -> ProgramAnswer:
    """Return the answer to an address; what may not or cannot be is said in Dutch."""
    workspace = asker.workspace
    try:
        given = require_parameters(request.pairs)
        made = _answer(asker, request, given)
    except AccessError as error:
        return refused(403, f"{error}")
    except NoCollectionError as error:
        return refused(404, f"{error}")
    except SelectionError as error:
        return refused(400, f"{error}")
    except HotspotsError as error:
        return refused(503, f"{error}")
    if made.media_type != _GEOJSON:
        details = {"kind": _KIND, "key": asker.key, "address": request.path}
        note(workspace.home, event_of(workspace, "let_in", "done", "", details=details))
    return made


def _answer(asker: Asker, request: ProgramRequest, given: Mapping[str, str]) -> ProgramAnswer:
    """Return the answer to an address, of the service as a whole or of one collection."""
    match request.path.split("/") if request.path else []:
        case ["collections", name, *rest]:
            made = _of_collection(asker, request, given, name, rest)
        case parts:
            made = _of_service(asker, request, parts)
    return made or refused(404, text.UNKNOWN_ADDRESS.format(start=request.url))


def _of_service(asker: Asker, request: ProgramRequest, parts: list[str]) -> ProgramAnswer | None:
    """Return an answer about the service itself; None where there is no such address."""
    match parts:
        case []:
            return ProgramAnswer(200, _answers(asker, request.url).landing())
        case ["conformance"]:
            conforms = registry.load("gis.pygeo:CONFORMANCE")
            return ProgramAnswer(200, {"conformsTo": list(conforms)})
        case ["openapi"]:
            offered = collections_of(asker.workspace)
            title = _title(asker.workspace)
            described = openapi(request.url, title, version("hotspots"), offered)
            return ProgramAnswer(200, described, _OPENAPI)
        case ["collections"]:
            return ProgramAnswer(200, _answers(asker, request.url).collections())
        case _:
            return None


def _of_collection(
    asker: Asker, request: ProgramRequest, given: Mapping[str, str], name: str, rest: list[str]
) -> ProgramAnswer | None:
    """Return what tells of a collection, or is in it; None where there is no such address."""
    collection = _collection(asker, name)
    answers = _answers(asker, request.url)
    match rest:
        case []:
            return ProgramAnswer(200, answers.collections(collection.id))
        case ["schema"]:
            question = question_of(given, collection)
            features = features_of(asker.workspace, collection, question)
            return ProgramAnswer(200, answers.schema(collection, features, question), _SCHEMA)
        case ["items"]:
            question, features = _features(asker, collection, given)
            _require_within(collection, features, question)
            return _in_system(answers.items(collection, features, question, given), question)
        case ["items", feature]:
            question, features = _features(asker, collection, given)
            if feature not in features.rows.index:
                raise _no_feature(collection, feature)
            return _in_system(
                answers.item(collection, features, question, given, feature), question
            )
        case _:
            return None


def _collection(asker: Asker, name: str) -> Collection:
    """Return a collection; that someone may not have it is in the audit."""
    try:
        return collection_named(asker.workspace, name)
    except AccessError:
        details = {"kind": _KIND, "key": asker.key}
        layer_id = name.partition("-")[0]
        refusal = event_of(asker.workspace, "exported", "refused", layer_id, details=details)
        note(asker.workspace.home, refusal)
        raise


def _features(
    asker: Asker, collection: Collection, given: Mapping[str, str]
) -> tuple[FeatureQuestion, FeatureSet]:
    """Return what is asked and all that answers it; from here on the audit has that it left."""
    workspace = asker.workspace
    question = question_of(given, collection)
    features = features_of(workspace, collection, question)
    selection: Mapping[str, object] = {"table": collection.id}
    if collection.kind != "context":
        selection = selection_of(workspace, collection, question).to_dict()
    for permit in features.permits:
        allow_export(
            workspace,
            permit.layer_id,
            kind=_KIND,
            selection=selection,
            level=permit.level,
            key=asker.key,
        )
    return question, features


def _require_within(
    collection: Collection, features: FeatureSet, question: FeatureQuestion
) -> None:
    """Stop where nothing can come: beyond the last feature there is no page."""
    count = len(features.within(question.window))
    if question.offset > count:
        raise SelectionError(
            text.PAST_THE_END.format(offset=question.offset, collection=collection.id, count=count),
            text.PAST_THE_END_FOUND.format(count=count),
            text.PAST_THE_END_DO,
        )


def _no_feature(collection: Collection, name: str) -> NoCollectionError:
    return NoCollectionError(
        text.NO_FEATURE.format(collection=collection.id, name=name[:80]),
        text.NO_FEATURE_FOUND.format(collection=collection.id),
        text.NO_FEATURE_DO,
    )


def _in_system(made: Mapping[str, object], question: FeatureQuestion) -> ProgramAnswer:
    return ProgramAnswer(200, made, _GEOJSON, {"content-crs": f"<{question.crs}>"})


def _answers(asker: Asker, url: str) -> Answers:
    """Return pygeoapi with the collections of who asks; imported when somebody asks."""
    workspace = asker.workspace
    made: Answers = registry.load("gis.pygeo:Answers")(
        url, _title(workspace), partial(extent_of, workspace), collections_of(workspace)
    )
    return made


def _title(workspace: Workspace) -> str:
    return text.TITLE.format(gemeente=workspace.library.catalog.gemeente.name)
