"""Predict, then look: nothing of the result before the guess is kept, the guess beside it after."""

from __future__ import annotations

from theatres import predict, work


def everything_said(widget) -> str:
    below = "".join(everything_said(child) for child in getattr(widget, "children", ()))
    return f"{getattr(widget, 'value', '')}{below}"


def test_the_result_waits_for_the_guess(work_folder):
    view = predict("test/one", "How many?", 4711)
    assert "4711" not in everything_said(view)
    view.look()
    assert "4711" not in everything_said(view) and "Guess first" in everything_said(view)
    view.guess.value = "12"
    view.look()
    assert "4711" in everything_said(view) and "You guessed: 12" in everything_said(view)
    assert work.get("guess/test/one") == "12"
    again = everything_said(predict("test/one", "How many?", 4711))
    assert "4711" in again and "You guessed: 12" in again


def test_who_reads_without_running_finds_it_folded(work_folder):
    bundle = predict("test/two", "How many?", 4711)._repr_mimebundle_()
    assert "4711" not in bundle["text/plain"]
    assert bundle["text/html"].startswith("<details>") and "4711" in bundle["text/html"]
