"""The kernel of a lesson: what its explorers stand on is there before the first cell is run."""

c = get_config()  # noqa: F821  (given by Jupyter)
c.InteractiveShellApp.exec_lines = ["import theatres.explorers.relations; del theatres"]
