"""What runs on GitHub does no more than it must, and nothing that somebody could exchange."""

import re
from typing import Any

import pytest

from .files import ROOT, read_yaml

WORKFLOWS = {path.name: path for path in sorted((ROOT / ".github/workflows").iterdir())}
PINNED = re.compile(r"(?:- )?uses: [\w./-]+@[0-9a-f]{40} # (?:v\d+\.\d+\.\d+|main|master)")


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in read_yaml(WORKFLOWS[name])["jobs"].values() for step in job.get("steps", [])]


def test_there_are_these_workflows() -> None:
    assert set(WORKFLOWS) == {"release.yml", "test.yml", "validate.yml"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is(name: str) -> None:
    lines = [line.strip() for line in WORKFLOWS[name].read_text("utf-8").splitlines()]
    uses = [line for line in lines if "uses:" in line and "uses: ./" not in line]  # What is ours is of the same commit.
    assert [line for line in uses if not PINNED.fullmatch(line)] == []
    assert len(uses) == sum("uses" in step for step in steps(name)) > 0


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_do_nothing_and_its_jobs_only_what_they_say(name: str) -> None:
    workflow = read_yaml(WORKFLOWS[name])
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"]
        assert "uses" in job or job["timeout-minutes"] <= 25
        assert name == "release.yml" or set(job["permissions"].items()) == {("contents", "read")}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_token_is_left_in_the_checkout(name: str) -> None:
    for step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_others_can_name_reaches_a_shell_only_as_a_variable(name: str) -> None:
    assert [step["run"] for step in steps(name) if "${{" in step.get("run", "")] == []


def test_a_release_is_published_only_after_the_tests_and_with_its_archive() -> None:
    workflow = read_yaml(WORKFLOWS["release.yml"])
    assert workflow[True] == {"push": {"tags": ["v*"]}}  # YAML reads "on" as true.
    assert workflow["jobs"]["test"]["uses"] == "./.github/workflows/test.yml"
    assert "workflow_call" in read_yaml(WORKFLOWS["test.yml"])[True]
    assert workflow["jobs"]["release"]["needs"] == "test"
    commands = "\n".join(step["run"] for step in steps("release.yml") if "run" in step)
    order = [commands.index(part) for part in ("scripts.package", "--draft --verify-tag", "upload", "--draft=false")]
    assert order == sorted(order)


def test_a_release_and_the_tests_that_it_calls_do_not_wait_for_each_other() -> None:
    groups = {name: read_yaml(path)["concurrency"]["group"] for name, path in WORKFLOWS.items()}
    assert groups["test.yml"] != groups["release.yml"]


def test_the_tests_and_the_demo_run_on_both_versions_of_home_assistant() -> None:
    jobs = read_yaml(WORKFLOWS["test.yml"])["jobs"]
    assert jobs["test"]["steps"][-1]["run"] == "scripts/test"
    assert jobs["demo"]["steps"][-1]["run"].startswith("scripts/demo --check --ha")
    assert jobs["demo"]["strategy"]["matrix"]["home-assistant"] == ["2026.10.4", "2026.11.0"]


def test_the_validations_of_home_assistant_and_of_the_marketplace_run_every_night_too() -> None:
    workflow = read_yaml(WORKFLOWS["validate.yml"])
    assert set(workflow[True]) == {"push", "pull_request", "schedule", "workflow_dispatch"}  # YAML reads "on" as true.
    used = [step["uses"].partition("@")[0] for step in steps("validate.yml") if "uses" in step]
    assert {"home-assistant/actions/hassfest", "hacs/action"} <= set(used)


def test_dependabot_looks_after_actions_and_packages_every_week() -> None:
    updates = read_yaml(ROOT / ".github/dependabot.yml")["updates"]
    assert {update["package-ecosystem"]: update["schedule"]["interval"] for update in updates} == {
        "github-actions": "weekly",
        "npm": "weekly",
        "pip": "weekly",
    }
