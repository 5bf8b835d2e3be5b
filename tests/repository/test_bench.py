"""The figures that scripts/bench prints."""

from scripts.bench_home import polling_figures


def test_figures_that_rest_on_an_assumption_stand_below_it() -> None:
    (assumption, measured, promised), *figures = polling_figures()
    assert assumption.startswith("assumed: ")
    assert "12 ± 3 s" in assumption
    assert (measured, promised) == ("", "")
    assert figures
    assert all(name.startswith("  ") and value for name, value, _ in figures)
