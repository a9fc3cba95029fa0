"""The walk of docs/uitrol/README.md, as root, word for word, on a machine that is thrown away.

The machine is this one with a layer over its disk, and a network of its own: ports, accounts and
folders are the real ones. Three commands are stood in for: apt-get (what it brings is here
already), the making of an environment (it is the one of these tests) and systemctl, which starts
what the unit says. Where that cannot be made, the test is left out by name.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import hotspots
from hotspots.access import words as text
from hotspots.catalog import roles
from town import tiny_home

REPOSITORY = Path(__file__).parents[2]
TESTS = REPOSITORY / "tests"
PROGRAMS = ("unshare", "nginx", "openssl", "htpasswd", "curl", "runuser", "useradd", "ip", "chroot")
LIMIT_S = 1800
WIJK_OF_PAGE, WIJK_OF_TOWN = '" = "Sterrenburg"', '" = "Onder"'

OUTER = """
set -eu
mount -t tmpfs none "$1"
mkdir "$1/up" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/up,workdir=$1/work" "$1/root"
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
ip link set lo up
exec chroot "$1/root" bash "$2"
"""

STAND_INS = r"""
set -eu
apt-get() { echo "apt-get $*"; }
htpasswd() { echo geheim-van-jan | command htpasswd "${@:1:2}" -i "${@:3}"; }
python3() {
    mkdir -p "$3/bin"
    printf '#!/bin/sh\nPYTHONPATH=%s exec %s -m hotspots "$@"\n' SOURCE PYTHON > "$3/bin/hotspots"
    printf '#!/bin/sh\necho pip "$@"\n' > "$3/bin/pip"
    chmod 755 "$3/bin/hotspots" "$3/bin/pip"
}
unit() { sed -n "s/^$1=//p" /etc/systemd/system/hotspots@.service; }
systemctl() {
    local verb=$1 one port command
    shift
    [ "$verb" = daemon-reload ] && return
    [ "${1-}" = --now ] && shift
    for one; do
        if [ "$one" = nginx ]; then
            if [ "$verb" = reload ]; then nginx -s reload; else nginx; fi
            continue
        fi
        port=${one#hotspots@}
        # One process is enough to see: nginx does without the other.
        [ "$port" = 8502 ] && continue
        if [ -e "/run/$one" ]; then kill "$(cat "/run/$one")"; sleep 2; fi
        command=$(unit ExecStart)
        # As systemd does: nothing of this window goes along, only what stands in the file. What
        # numba compiled for other tests is used again.
        (umask "$(unit UMask)"
         cd "$(unit WorkingDirectory)"
         set -- $(grep -v -e '^#' -e NUMBA "$(unit EnvironmentFile)") ${command//%i/$port}
         exec env -i PATH="$PATH" HOME=/var/lib/hotspots \
            setpriv --reuid hotspots --regid hotspots --init-groups \
            env "$@" > "/var/log/$one" 2>&1) & echo $! > "/run/$one"
    done
}
look() { PYTHONPATH=SOURCE:TESTS PYTHON TESTS/look_in.py "${1-}" geheim-van-jan; }
report() { tail -n 20 /var/log/hotspots@* /var/log/nginx/error.log; }
trap report ERR
"""

LOOKS = {
    "## 9. De eerste blik": """
look j.jansen@gemeente.example
sed -i '/j.jansen/d' /etc/hotspots/gebruikers.toml
look j.jansen@gemeente.example
stat --format '%n %a %U:%G' /etc/hotspots/* /var/lib/hotspots /var/lib/hotspots/staat
""",
    "## Overstappen op OIDC": """
curl --silent --fail --retry 60 --retry-delay 1 --retry-all-errors http://localhost:8501/gezond
sleep 1
look
runuser -u hotspots -- grep -c '^cookie_secret = "................................' \\
    /var/lib/hotspots/.streamlit/secrets.toml
""",
}


def walk() -> str:
    """Return the blocks of the page, with a look after those that give something to see."""
    page = (REPOSITORY / "docs/uitrol/README.md").read_text(encoding="utf-8")
    lines = []
    for section in re.split(r"^(?=## )", page, flags=re.MULTILINE):
        lines += re.findall(r"^```sh\n(.*?)^```", section, flags=re.MULTILINE | re.DOTALL)
        lines += [look for title, look in LOOKS.items() if section.startswith(title)]
    steps = "\n".join(lines)
    # The page speaks of a wijk of Dordrecht; the small town of the walk has one of its own.
    assert steps.count(WIJK_OF_PAGE) == 1
    return steps.replace(WIJK_OF_PAGE, WIJK_OF_TOWN)


def laid_out(folder: Path) -> Path:
    """Write a script that lays the source where the page says, and walks."""
    source = folder / "bron"
    shutil.copytree(tiny_home(folder / "town").root, source)
    shutil.copy(Path(roles.__file__).with_name(roles.DEFAULTS), source / roles.FILE)
    shutil.copytree(REPOSITORY / "docs/uitrol", source / "docs/uitrol")
    python, package = Path(sys.executable), Path(hotspots.__file__).parents[1]
    # The account of the tool must reach what runs here, wherever that is.
    way = {*python.parents, *python.resolve().parents, *package.parents, package}
    opened = " ".join(shlex.quote(str(each)) for each in way)
    begin = f"""
chmod o+rx {opened}
chmod -R o+rwX {package}
mkdir -p /opt/hotspots /etc/systemd/system
cp -r {source} /opt/hotspots/bron
"""
    stand_ins = (
        STAND_INS.replace("PYTHONPATH=SOURCE", f"PYTHONPATH={package}")
        .replace("SOURCE PYTHON", f"{package} {python}")
        .replace(":TESTS PYTHON TESTS", f":{TESTS} {python} {TESTS}")
    )
    script = folder / "walk.sh"
    script.write_text(stand_ins + begin + walk() + "\necho KLAAR\n", encoding="utf-8")
    return script


def away(folder: Path) -> list[str]:
    """Return the command that runs a script on a machine to throw away, or skip."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if os.name != "posix" or os.geteuid() != 0 or missing:
        pytest.skip(f"not as root here, or without {', '.join(missing) or 'nothing'}")
    outer = folder / "outer.sh"
    outer.write_text(OUTER, encoding="utf-8")
    layer = folder / "layer"
    layer.mkdir()
    command = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "bash", str(outer)]
    (folder / "nothing.sh").write_text("id -u", encoding="utf-8")
    tried = subprocess.run(
        [*command, str(layer), str(folder / "nothing.sh")], check=False, capture_output=True
    )
    if tried.returncode:
        pytest.skip("no layer over the disk can be made here")
    return [*command, str(layer)]


@pytest.mark.slow
def test_the_walk_from_an_empty_machine_to_a_login_can_be_walked(tmp_path: Path) -> None:
    command = away(tmp_path)
    ran = subprocess.run(
        [*command, str(laid_out(tmp_path))],
        check=False, capture_output=True, text=True, timeout=LIMIT_S,
    )  # fmt: skip
    told = ran.stdout
    assert ran.returncode == 0, told[-3000:] + ran.stderr[-3000:]
    assert told.splitlines()[-1] == "KLAAR"
    assert "pip install --constraint constraints.txt .[login]" in told
    # Without a password no page, then the map, then without a line in the table nothing.
    seen = re.findall(r"GEZIEN: (.*)", told)
    assert "401\n" in told
    assert seen == [
        "U bent ingelogd en werkt als **analist**", text.NO_ACCESS, text.LOG_IN_FIRST,
    ]  # fmt: skip
    for line in (
        "/etc/hotspots/hotspots.env 640 root:hotspots",
        "/etc/hotspots/gebruikers.toml 640 root:hotspots",
        "/etc/hotspots/nginx-login.conf 600 root:root",
        "/etc/hotspots/wachtwoorden 640 root:www-data",
        "/etc/hotspots/tls 700 root:root",
        "/var/lib/hotspots 700 hotspots:hotspots",
        "/var/lib/hotspots/staat 700 hotspots:hotspots",
    ):
        assert line in told


def test_every_setting_and_file_of_the_recipe_stands_in_the_manual() -> None:
    keeping = (REPOSITORY / "docs/beheer.md").read_text(encoding="utf-8")
    named = re.findall(
        r'"((?:HOTSPOTS)_[A-Z_]+)"', Path(hotspots.__file__).with_name("settings.py").read_text()
    )
    gate = Path(hotspots.__file__).parent / "ui"
    named += re.findall(r'"(HOTSPOTS_[A-Z_]+)"', "".join(p.read_text() for p in gate.glob("*.py")))
    recipe = (REPOSITORY / "docs/uitrol/hotspots.env").read_text(encoding="utf-8")
    named += re.findall(r"^(?:# )?([A-Z_]{6,})=", recipe, flags=re.MULTILINE)
    own = {name for name in named if not name.startswith(("MPL", "NUMBA"))}
    assert len(own) >= 10
    assert [name for name in sorted(own) if f"`{name}`" not in keeping] == []
    for message in (
        text.NO_ACCESS, text.NOT_SET_UP, text.NO_LOGIN_PACKAGE, text.ONLY_HERE, text.OPEN_AGAIN,
        text.LOG_IN_AGAIN, text.WRONG_LOGIN, text.USERS_NOT_READ,
    ):  # fmt: skip
        assert re.split(r"[.;:]? ?[{'.]", message)[0][:30] in keeping, message
