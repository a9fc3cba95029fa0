"""What an answer depends on beside its question: who looks, in which areas, at which versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hotspots.errors import StoreError

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec


class Key(NamedTuple):
    """What an answer depends on beside the question.

    Attributes
    ----------
    seen_as
        The role and what it may.
    areas
        Fingerprint of the areas.
    version
        The versions as they are served, and whatever else an answer is made from.
    """

    seen_as: str
    areas: str
    version: str

    def with_marks(self, *marks: str) -> Key:
        """Return the key of an answer that depends on more than layers.

        Examples
        --------
        >>> Key("analist:1", "a", "v2").with_marks("settings=3").version
        'v2|settings=3'
        """
        return self._replace(version="|".join((self.version, *marks)))


def key_of(workspace: Workspace, layer_id: str) -> Key:
    """Return the key of answers about a layer.

    Raises
    ------
    StoreError
        If the layer cannot be read.
    """
    version = workspace.version(workspace.layer(layer_id))
    return _key(workspace, f"{workspace.home.state}{version.served_as}")


def lenient_key_of(workspace: Workspace, layer_id: str) -> Key:
    """Return the key of a layer among others, also of one that cannot be read.

    An answer about all layers says of such a layer that it cannot be read.
    """
    try:
        return key_of(workspace, layer_id)
    except StoreError:
        return _key(workspace, f"{workspace.home.state}?")


def key_of_all(workspace: Workspace) -> Key:
    """Return the key of answers about all layers that count something."""
    versions = (lenient_key_of(workspace, layer.id).version for layer in counting_layers(workspace))
    return _key(workspace, "|".join(versions))


def _key(workspace: Workspace, version: str) -> Key:
    return Key(workspace.seen_as, workspace.geography.fingerprint, version)


def counting_layers(workspace: Workspace) -> tuple[LayerSpec, ...]:
    """Return the layers that this role may see and that count something."""
    return tuple(layer for layer in workspace.catalog.layers if layer.kind != "context")
