"""Settings: which home, and which of the file, the environment and the flags has the last word."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from qabot.core.errors import UsageError
from qabot.core.settings import (
    CONFIG_FILE,
    PACKAGED,
    Home,
    ModelSettings,
    NetworkSettings,
    RerankSettings,
    Settings,
    StoreSettings,
    find_home,
    load,
)
from tests.trusting import configure


@pytest.fixture(autouse=True)
def user_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder of its own for every test."""
    folder = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return folder


def folder(path: Path) -> Path:
    """Make a folder."""
    path.mkdir(parents=True, exist_ok=True)
    return path


def home_at(path: Path) -> Path:
    """Make a folder that is a home by what it holds."""
    folder(path / "corpus")
    folder(path / "index")
    return path


def configured(path: Path, toml: str) -> Path:
    """Make a folder that is a home by its `qabot.toml`."""
    (folder(path) / CONFIG_FILE).write_text(toml, encoding="utf-8")
    return path


def trusted(path: Path, toml: str) -> Path:
    """Make a home by its `qabot.toml`, and say yes to it."""
    configure(folder(path), toml)
    return path


def model_of(home: Path, environ: Mapping[str, str] | None = None, model: str | None = None) -> ModelSettings:
    return load(home, environ or {}, home, model).model


def reranker_of(home: Path, environ: Mapping[str, str] | None = None) -> str | None:
    return load(home, environ or {}, home).rerank.model


class TestHome:
    """Which folder is the home."""

    def test_the_flag_goes_before_the_environment_and_the_folders(self, tmp_path: Path) -> None:
        flag, named, around = folder(tmp_path / "flag"), folder(tmp_path / "named"), home_at(tmp_path / "around")
        environ = {"QABOT_HOME": str(named)}
        assert find_home(flag, environ, around) == Home(flag)
        assert find_home(None, environ, around) == Home(named)
        assert find_home(None, {}, around) == Home(around)
        assert find_home(None, {"QABOT_HOME": ""}, around) == Home(around)

    def test_a_relative_home_is_taken_from_the_folder_one_is_in(self, tmp_path: Path) -> None:
        inner = folder(tmp_path / "a" / "b")
        assert find_home(Path("b"), {}, tmp_path / "a") == Home(inner)
        assert find_home(None, {"QABOT_HOME": "../a"}, tmp_path / "a") == Home(tmp_path / "a")

    def test_a_tilde_stands_for_the_users_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        news = folder(tmp_path / "news")
        assert find_home(Path("~/news"), {}, Path("/")) == Home(news)

    def test_the_command_that_would_make_it_can_be_pasted_into_a_shell(self, tmp_path: Path) -> None:
        missing = tmp_path / "my news"
        with pytest.raises(UsageError, match="There is no folder") as raised:
            find_home(missing, {}, tmp_path)
        assert raised.value.hint == f"Run `mkdir -p '{missing}/corpus'` to start a home."

    def test_the_nearest_folder_upward_wins(self, tmp_path: Path) -> None:
        outer, inner = home_at(tmp_path / "outer"), home_at(tmp_path / "outer" / "x" / "inner")
        deep = folder(inner / "corpus" / "2015")
        assert find_home(None, {}, deep) == Home(inner)
        assert find_home(None, {}, inner.parent) == Home(outer)

    def test_a_settings_file_alone_makes_a_home(self, tmp_path: Path) -> None:
        home = configured(tmp_path / "home", "")
        assert find_home(None, {}, folder(home / "deep")) == Home(home)

    @pytest.mark.parametrize("part", ["corpus", "index"])
    def test_a_corpus_or_an_index_alone_makes_none(self, tmp_path: Path, user_data: Path, part: str) -> None:
        folder(tmp_path / "half" / part)
        assert find_home(None, {}, tmp_path / "half") == Home(user_data / "qabot", is_default=True)

    def test_files_of_those_names_make_none(self, tmp_path: Path, user_data: Path) -> None:
        place = folder(tmp_path / "files")
        for name in ("corpus", "index"):
            (place / name).touch()
        folder(place / CONFIG_FILE)
        assert find_home(None, {}, place).path == user_data / "qabot"

    def test_the_users_data_folder_comes_last_and_is_known_as_such(self, tmp_path: Path, user_data: Path) -> None:
        found = find_home(None, {}, folder(tmp_path / "elsewhere"))
        assert found == Home(user_data / "qabot", is_default=True)
        assert not find_home(tmp_path, {}, tmp_path).is_default

    @pytest.mark.parametrize("name", ["nowhere", "file", "~no-such-user-here/x"])
    def test_a_named_home_that_is_no_folder_is_refused_with_the_way_out(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "file").touch()
        for flag, environ in ((Path(name), {}), (None, {"QABOT_HOME": name})):
            with pytest.raises(UsageError) as refused:
                find_home(flag, environ, tmp_path)
            assert name.rpartition("/")[2] in refused.value.message
            assert refused.value.hint

    def test_a_home_knows_its_two_folders(self, tmp_path: Path) -> None:
        assert (Home(tmp_path).corpus, Home(tmp_path).index) == (tmp_path / "corpus", tmp_path / "index")


class TestPrecedence:
    """Defaults, then the file, then the environment, then flags."""

    def test_nothing_set_means_the_defaults(self, tmp_path: Path) -> None:
        assert load(tmp_path, {}, tmp_path) == Settings(Home(tmp_path))

    def test_the_file_is_read(self, tmp_path: Path) -> None:
        trusted(tmp_path, '[model]\nname = "org/model"\ndevice = "cuda"\ndownload = true\n')
        assert model_of(tmp_path) == ModelSettings("org/model", "cuda", download=True)

    def test_each_later_one_wins_on_its_own(self, tmp_path: Path) -> None:
        trusted(tmp_path, '[model]\nname = "from/file"\ndevice = "cuda"\ndownload = true\n')
        environ = {"QABOT_MODEL": "from/environment", "QABOT_DEVICE": "cpu", "QABOT_DOWNLOAD": "no"}
        assert model_of(tmp_path, environ) == ModelSettings("from/environment", "cpu", download=False)
        assert model_of(tmp_path, environ, "from/flag") == ModelSettings("from/flag", "cpu", download=False)
        assert model_of(tmp_path, {"QABOT_DEVICE": "cpu"}) == ModelSettings("from/file", "cpu", download=True)

    def test_an_empty_variable_sets_nothing(self, tmp_path: Path) -> None:
        trusted(tmp_path, '[model]\nname = "from/file"\n')
        assert model_of(tmp_path, {"QABOT_MODEL": "", "QABOT_DEVICE": "", "QABOT_DOWNLOAD": ""}).name == "from/file"

    @pytest.mark.parametrize(
        ("said", "meant"), [("1", True), ("TRUE", True), ("yes", True), ("0", False), ("no", False)]
    )
    def test_whether_to_download_is_said_in_a_word(self, tmp_path: Path, said: str, meant: bool) -> None:
        assert model_of(tmp_path, {"QABOT_DOWNLOAD": said}).download is meant

    def test_the_file_of_the_home_counts_not_that_of_the_folder_one_is_in(self, tmp_path: Path) -> None:
        here = trusted(tmp_path / "here", '[model]\nname = "here/model"\n')
        there = trusted(tmp_path / "there", '[model]\nname = "there/model"\n')
        assert load(there, {}, here).model.name == "there/model"

    def test_a_model_in_a_folder_is_named_by_its_whole_path(self, tmp_path: Path) -> None:
        mine = folder(tmp_path / "models" / "mine")
        assert model_of(tmp_path, {"QABOT_MODEL": "models/mine"}).name == str(mine)
        assert model_of(tmp_path, {"QABOT_MODEL": "models/other"}).name == "models/other"

    def test_a_model_under_a_user_who_does_not_exist_is_only_a_name(self, tmp_path: Path) -> None:
        assert model_of(tmp_path, {"QABOT_MODEL": "~no-such-user-here/x"}).name == "~no-such-user-here/x"


class TestFile:
    """What is refused in `qabot.toml`, and how."""

    @pytest.mark.parametrize(
        ("toml", "names"),
        [
            ("[model", CONFIG_FILE),
            ("model = 3", "`model` is a table"),
            ('[modle]\nname = "x"', "modle"),
            ('[model]\nnmae = "x"', "model.nmae"),
            ("verbose = true", "verbose"),
            ('[model]\ndevice = "tpu"', "tpu"),
            ('name = "x"\nname = "y"', CONFIG_FILE),
            ('rerank = "x"', "`rerank` is a table, such as [rerank] with model"),
            ('[rerank]\nname = "x"', "rerank.name"),
        ],
    )
    def test_what_nothing_would_read_is_refused_by_name(self, tmp_path: Path, toml: str, names: str) -> None:
        with pytest.raises(UsageError) as refused:
            model_of(configured(tmp_path, toml))
        assert names in refused.value.message
        assert refused.value.hint

    def test_a_file_that_is_not_utf8_is_refused_by_name(self, tmp_path: Path) -> None:
        (tmp_path / CONFIG_FILE).write_bytes(b'[model]\nname = "caf\xe9"\n')
        with pytest.raises(UsageError, match=CONFIG_FILE):
            model_of(tmp_path)

    def test_a_folder_in_its_place_is_refused_by_name(self, tmp_path: Path) -> None:
        folder(tmp_path / CONFIG_FILE)
        with pytest.raises(UsageError, match=CONFIG_FILE):
            model_of(tmp_path)

    def test_an_unknown_device_in_the_environment_is_refused_by_name(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="tpu"):
            model_of(tmp_path, {"QABOT_DEVICE": "tpu"})

    @pytest.mark.parametrize("toml", ["", "[model]\n", "# nothing yet\n"])
    def test_an_empty_file_means_the_defaults(self, tmp_path: Path, toml: str) -> None:
        assert model_of(configured(tmp_path, toml)) == ModelSettings()


class TestModel:
    """Whether the index has the model that is asked for."""

    @pytest.mark.parametrize(
        ("name", "held", "source", "accepts"),
        [
            (None, "", "", True),
            (None, "org/model", "org/model", True),
            (PACKAGED, "", "", True),
            (PACKAGED, "org/model", "", False),
            ("org/model", "org/model", "org/model", True),
            ("org/model", "", "org/model", False),
            ("org/model", "other/model", "org/model", False),
        ],
    )
    def test_no_name_takes_what_the_index_has_and_a_name_insists(
        self, name: str | None, held: str, source: str, accepts: bool
    ) -> None:
        model = ModelSettings(name)
        assert model.source(held) == source
        assert model.accepts(held) is accepts

    def test_a_new_index_gets_the_packaged_model(self) -> None:
        assert ModelSettings().source() == ModelSettings(PACKAGED).source() == ""


class TestRerank:
    """Which reranker, if any."""

    @pytest.mark.parametrize("toml", ["", "[rerank]\n", '[rerank]\nmodel = ""\n', "[rerank]\nmodel = false\n"])
    def test_it_is_off_unless_it_is_named(self, tmp_path: Path, toml: str) -> None:
        assert reranker_of(configured(tmp_path, toml)) is None
        assert load(tmp_path, {}, tmp_path).rerank == RerankSettings()

    def test_the_file_is_read_beside_the_model(self, tmp_path: Path) -> None:
        trusted(tmp_path, '[model]\nname = "org/model"\n[rerank]\nmodel = "org/reranker"\n')
        wanted = Settings(Home(tmp_path), ModelSettings("org/model"), RerankSettings("org/reranker"))
        assert load(tmp_path, {}, tmp_path) == wanted

    def test_the_environment_goes_before_the_file(self, tmp_path: Path) -> None:
        trusted(tmp_path, '[rerank]\nmodel = "from/file"\n')
        assert reranker_of(tmp_path, {"QABOT_RERANK": "from/environment"}) == "from/environment"
        assert reranker_of(tmp_path, {"QABOT_RERANK": ""}) == "from/file"
        assert load(tmp_path, {"QABOT_RERANK": "org/reranker"}, tmp_path).model == ModelSettings()

    @pytest.mark.parametrize("word", ["off", "no", "False", "0"])
    def test_the_environment_can_turn_it_off(self, tmp_path: Path, word: str) -> None:
        trusted(tmp_path, '[rerank]\nmodel = "from/file"\n')
        assert reranker_of(tmp_path, {"QABOT_RERANK": word}) is None

    def test_a_reranker_in_a_folder_is_named_by_its_whole_path(self, tmp_path: Path) -> None:
        mine = folder(tmp_path / "models" / "mine")
        trusted(tmp_path, '[rerank]\nmodel = "models/mine"\n')
        assert reranker_of(tmp_path) == str(mine)

    @pytest.mark.parametrize(
        ("asked", "held", "accepts"),
        [
            (None, None, True),
            (None, "org/reranker", True),
            ("org/reranker", "org/reranker", True),
            ("org/reranker", None, False),
            ("org/reranker", "other/reranker", False),
        ],
    )
    def test_none_takes_any_index_and_a_name_insists(self, asked: str | None, held: str | None, accepts: bool) -> None:
        assert RerankSettings(asked).accepts(held) is accepts


class TestNetwork:
    """How pages and feeds are fetched."""

    def test_private_addresses_are_not_allowed_unless_that_is_said(self, tmp_path: Path) -> None:
        assert load(home_at(tmp_path), {}, tmp_path).network == NetworkSettings(private_addresses=False, contact=None)

    def test_the_environment_goes_before_the_file(self, tmp_path: Path) -> None:
        home = home_at(tmp_path)
        trusted(home, '[network]\nprivate_addresses = true\ncontact = "a@b.example"\n')
        assert load(home, {}, tmp_path).network == NetworkSettings(private_addresses=True, contact="a@b.example")
        environ = {"QABOT_PRIVATE_ADDRESSES": "no", "QABOT_CONTACT": "https://b.example/bot"}
        assert load(home, environ, tmp_path).network == NetworkSettings(contact="https://b.example/bot")

    @pytest.mark.parametrize("contact", ["a b", "a\nHost: x", "a)b", "é@b.example", "x" * 201])
    def test_a_contact_that_could_not_be_sent_is_refused(self, tmp_path: Path, contact: str) -> None:
        with pytest.raises(UsageError, match="contact"):
            load(home_at(tmp_path), {"QABOT_CONTACT": contact}, tmp_path)

    def test_whether_private_addresses_are_allowed_is_said_in_a_word(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="neither true nor false"):
            load(home_at(tmp_path), {"QABOT_PRIVATE_ADDRESSES": "maybe"}, tmp_path)


class TestStore:
    """What keeps the generations that answer."""

    LINES = '[store]\nkind = "milvus"\nuri = "http://127.0.0.1:19530"\n'

    def test_the_home_s_own_index_unless_that_is_said(self, tmp_path: Path) -> None:
        assert load(home_at(tmp_path), {}, tmp_path).store == StoreSettings("local", "", "", "")

    def test_three_lines_name_another(self, tmp_path: Path) -> None:
        home = home_at(tmp_path)
        trusted(home, self.LINES)
        assert load(home, {}, tmp_path).store == StoreSettings("milvus", "http://127.0.0.1:19530")
        assert load(home, {"QABOT_STORE": "local"}, tmp_path).store.is_local

    def test_half_of_a_store_is_none(self, tmp_path: Path) -> None:
        home = home_at(tmp_path)
        trusted(home, self.LINES)
        (home / "qabot.toml").write_text(self.LINES.replace("127.0.0.1", "10.0.0.9"), encoding="utf-8")
        settings = load(home, {}, tmp_path)
        assert settings.store.is_local
        assert settings.ignored == ("store.uri",)

    @pytest.mark.parametrize(
        "uri", ["", "127.0.0.1:19530", "./milvus.db", "ftp://x", "http://root:Milvus@x:1", "http://x/y"]
    )
    def test_what_is_no_address_is_refused_and_a_password_in_it_not_told(self, tmp_path: Path, uri: str) -> None:
        with pytest.raises(UsageError, match="no address of a store") as told:
            load(home_at(tmp_path), {"QABOT_STORE": "milvus", "QABOT_STORE_URI": uri}, tmp_path)
        assert "Milvus@" not in str(told.value)

    def test_there_are_two_stores(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no store"):
            load(home_at(tmp_path), {"QABOT_STORE": "faiss"}, tmp_path)
        given = {"QABOT_STORE": "milvus", "QABOT_STORE_URI": "http://x:1", "QABOT_STORE_TOKEN_ENV": "a b"}
        with pytest.raises(UsageError, match="token_env"):
            load(home_at(tmp_path), given, tmp_path)
