"""What a home says of the network, of models and of folders elsewhere holds after the user's yes, and not before."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.core.entry_files import EntryFile
from qabot.core.errors import UsageError
from qabot.core.home_trust import TrustedHomes, default_file, links_out, make_part
from qabot.core.settings import CONFIG_FILE, NetworkSettings, Settings, home_claims, load
from tests.trusting import configure

ALL = """[model]\nname = "org/evil"\ndownload = true\ndevice = "cpu"
[rerank]\nmodel = "org/evil"\n[reader]\nmodel = "off"\n[network]\nprivate_addresses = true\ncontact = "a@b.example"\n"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that was cloned; the user's own folders lie elsewhere."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "clone"
    (folder / "corpus").mkdir(parents=True)
    (folder / "index").mkdir()
    return folder


def written(home: Path, toml: str) -> Path:
    (home / CONFIG_FILE).write_text(toml)
    return home


class TestSettings:
    """The tables of `qabot.toml`."""

    @pytest.mark.parametrize("way", ["around", "--home", "QABOT_HOME"])
    def test_are_ignored_and_told_until_the_user_says_yes(self, home: Path, way: str) -> None:
        written(home, ALL)
        named, environ = (home if way == "--home" else None), {"QABOT_HOME": str(home)} if way == "QABOT_HOME" else {}
        found = load(named, environ, home)
        assert (found.model.name, found.model.download, found.model.device) == (None, False, "cpu")
        assert (found.rerank.model, found.reader.is_off, found.network) == (None, False, NetworkSettings())
        assert found.notice == (
            f"{home}/qabot.toml sets model.download, model.name, network.contact, network.private_addresses, "
            "reader.model and rerank.model, which are ignored, since you have not said yes to this home. "
            f"Run `qabot trust {home}` if you wrote it, or have read it and agree."
        )
        configure(home, ALL)
        agreed = load(named, environ, home)
        assert (agreed.model.name, agreed.model.download, agreed.rerank.model) == ("org/evil", True, "org/evil")
        assert (agreed.reader.is_off, agreed.network) == (True, NetworkSettings(True, "a@b.example"))
        assert (agreed.notice, Settings.at(home)) == (None, agreed)

    def test_that_change_after_the_yes_are_ignored_again_and_the_others_hold(self, home: Path) -> None:
        configure(home, '[network]\ncontact = "a@b.example"\nprivate_addresses = false\n')
        written(home, '[network]\ncontact = "a@b.example"\nprivate_addresses = true\n')
        found = load(None, {}, home)
        assert found.network == NetworkSettings(private_addresses=False, contact="a@b.example")
        assert found.ignored == ("network.private_addresses",)

    def test_of_the_environment_always_hold(self, home: Path) -> None:
        written(home, '[network]\nprivate_addresses = false\n[model]\nname = "org/evil"\n')
        found = load(None, {"QABOT_PRIVATE_ADDRESSES": "yes", "QABOT_MODEL": "org/mine"}, home)
        assert (found.network.private_addresses, found.model.name) == (True, "org/mine")

    @pytest.mark.parametrize("named", [True, False])
    def test_of_the_users_own_folder_hold(self, home: Path, tmp_path: Path, named: bool) -> None:
        own = home.parent / "data" / "qabot"
        own.mkdir(parents=True)
        written(own, ALL)
        found = load(own if named else None, {}, tmp_path)
        assert (found.home.path, found.network.private_addresses, found.notice) == (own, True, None)

    def test_that_are_harmless_need_no_yes(self, home: Path) -> None:
        assert load(None, {}, written(home, '[model]\ndevice = "cpu"\n')).notice is None

    @pytest.mark.parametrize(
        "toml",
        [
            "x = " + "[" * 50_000,
            '[model]\nname = "' + "x" * 5_000_000 + '"',
            '[model]\nname = "' + "x" * 1_001 + '"',
            '[model]\nname = ["x"]',
            '[model]\ndevice = "' + "x" * 60_000 + '"',
            "y" * 60_000 + " = 1",
        ],
    )
    def test_that_nobody_writes_are_refused_in_a_sentence(self, home: Path, toml: str) -> None:
        with pytest.raises(UsageError) as refused:
            load(None, {}, written(home, toml))
        assert len(str(refused.value)) < 600

    @pytest.mark.parametrize("name", ["x" * 300, "x" * 1_000, "x/" * 400])
    def test_a_name_that_no_folder_can_have_is_no_folders(self, home: Path, name: str) -> None:
        assert load(None, {"QABOT_MODEL": name}, home).model.name == name

    @pytest.mark.parametrize("name", ["x" * 1_001, "~\0"])
    def test_what_nothing_is_called_is_refused(self, home: Path, name: str) -> None:
        with pytest.raises(UsageError, match="No model is called"):
            load(None, {"QABOT_MODEL": name}, home)


class TestAnswers:
    """The file that they are kept in."""

    def test_only_its_owner_can_read_it(self, home: Path) -> None:
        configure(home, ALL)
        assert default_file().stat().st_mode & 0o777 == 0o600
        assert default_file().parent.stat().st_mode & 0o777 == 0o700

    def test_they_can_be_taken_back(self, home: Path) -> None:
        configure(home, ALL)
        TrustedHomes.read().withdraw(home)
        assert (TrustedHomes.read().homes, len(load(None, {}, home).ignored)) == ({}, 6)

    @pytest.mark.parametrize("content", ["", "[]", '{"homes": {"/x": 3}}', "[" * 100_000])
    def test_damage_is_told_and_means_no_yes(self, home: Path, content: str) -> None:
        configure(home, ALL)
        default_file().write_text(content)
        with pytest.raises(UsageError, match="cannot be read"):
            load(None, {}, home)

    def test_a_name_that_is_no_utf8_is_kept(self, home: Path) -> None:
        odd = Path(str(home.parent) + "/caf\udce9")
        TrustedHomes.read().trust(odd, {"network.contact": "x"})
        assert TrustedHomes.read().refused(odd, {"network.contact": "x"}) == ()


class TestParts:
    """`corpus` and `index` as links."""

    def test_that_lead_out_are_written_to_after_a_yes(self, home: Path, tmp_path: Path) -> None:
        (home / "index").rmdir()
        (tmp_path / "elsewhere").mkdir()
        (home / "index").symlink_to(tmp_path / "elsewhere")
        assert links_out(home) == {"index": str(tmp_path / "elsewhere")}
        with pytest.raises(UsageError, match="outside this home") as refused:
            make_part(home / "index")
        assert f"`qabot trust {home}`" in refused.value.hint
        TrustedHomes.read().trust(home, home_claims(home))
        assert make_part(home / "index") == home / "index"

    def test_that_lead_elsewhere_in_the_home_are_its_own(self, home: Path) -> None:
        (home / "corpus").rename(home / "texts")
        (home / "corpus").symlink_to("texts")
        assert (links_out(home), make_part(home / "corpus")) == ({}, home / "corpus")


def test_a_list_of_a_home_is_read_to_a_size(home: Path, tmp_path: Path) -> None:
    (tmp_path / "names.toml").write_text("")
    lists = EntryFile(tmp_path / "names.toml", ("name",), "names", lambda entry, _name: entry)
    entry = '[[name]]\nx = "y"\n'
    (home / "names.toml").write_text(entry + "#" * (262_144 - len(entry)))
    assert lists.read(home) == [{"x": "y"}]
    (home / "names.toml").write_text(entry + "#" * (262_145 - len(entry)))
    with pytest.raises(UsageError, match="larger than 256 KiB"):
        lists.read(home)
