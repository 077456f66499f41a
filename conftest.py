"""Every test, lessons included, runs as if nothing had been answered, and never touches the student's own work."""
import os
import tempfile

os.environ["THEATRES_WORK"] = tempfile.mkdtemp(prefix="two-theatres-")
