r"""Build the course, open it, test it: one way in for make, for Windows, for who has no make.

python3 scripts/run.py COMMAND          on Windows: py scripts\run.py COMMAND

    build [--offline]   make .venv, or mend it; nothing is done twice (--offline: from wheelhouse/)
    lab [OPTION ...]    open JupyterLab on the first lesson; options go to JupyterLab
    test                every test, and every lesson as a test
    notebooks [LESSON]  run lessons afresh and save them with stills and words
    site [LESSON ...]   build the reading edition into site/, and the browser edition after `wasm`
    wasm                make what the browser edition needs and no registry has: once, some minutes
    new-text FOLDER     lay out tables and a notebook for a text of your own
    link                let the Python that runs this find the course: conda, or a hub's own Python
    kernel              offer the course to every Jupyter of this account, as "Two Theatres"

Needs nothing but Python. Older Pythons must be able to read it, so that they can say what is
needed: no syntax younger than 3.6 here.
"""

import hashlib
import json
import locale
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS, VENV, LOCK = ROOT / "notebooks", ROOT / ".venv", ROOT / "requirements.txt"
OLDEST, NEWEST = (3, 11), (3, 14)
WINDOWS = os.name == "nt"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "ready"
AGAIN = r"py scripts\run.py" if WINDOWS else "python3 scripts/run.py"

# Settings of programs that run here, and the folder under etc where each looks for its own.
SETTINGS = {"jupyter_nbconvert_config.py": "jupyter", "ipython_kernel_config.py": "ipython"}

# What a user's settings of pip may say that would put packages elsewhere, or other packages.
NOT_HERE = ("TARGET", "PREFIX", "ROOT", "CONSTRAINT", "NO_BINARY", "REQUIREMENT", "DRY_RUN")


def version(number):
    return ".".join(map(str, number[:2]))


def starts(*command):
    """Return whether a Python starts: pyenv lays out names of some that it then refuses."""
    if not shutil.which(command[0]):
        return False
    said = subprocess.DEVNULL
    ended = subprocess.run([*command, "-c", ""], check=False, stdout=said, stderr=said)
    return ended.returncode == 0


def fitting():
    """Return a command on this machine that starts a Python of the right age, or an empty text."""
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    commands = [("python3.%d" % minor,) for minor in minors]  # noqa: UP031  (3.6 reads it too)
    if WINDOWS:
        commands = [("py", "-3.%d" % minor) for minor in minors] + commands  # noqa: UP031
    return next((" ".join(command) for command in commands if starts(*command)), "")


def check_python():
    """Stop with one line unless this Python is one that the lock has packages for."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    other = fitting()
    cure = (
        f"This machine has another: {other} scripts/run.py lab, or make lab PYTHON={other}."
        if other
        else "Install one of these beside it, then name it: make lab PYTHON=python3.13 "
        r"(Windows: py -3.13 scripts\run.py lab)."
    )
    sys.exit(
        f"Two Theatres needs Python {version(OLDEST)} to {version(NEWEST)}; "
        f"{sys.executable} is {version(sys.version_info)}. {cure}"
    )


def clean_environment():
    """Return the environment without what would make Python or pip look, or install, elsewhere."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    env.update({f"PIP_{name}": "" for name in NOT_HERE}, PIP_USER="0")
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return env


def run(*command, **more):
    """Run a program in the course's folder and stop when it fails."""
    done = subprocess.run([str(c) for c in command], cwd=str(ROOT), check=False, **more)
    if done.returncode:
        sys.exit(done.returncode)


def lock_of_now():
    """Return what the stamp must say: which lock was installed, and where the environment stood."""
    return {"lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(), "venv": str(VENV)}


def stamp():
    """Return what the stamp says; nothing if the environment was never finished."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def answers():
    """Return the version of the environment's Python, or an empty text if it does not start."""
    ask = "import sys, ipykernel; print('%d.%d' % sys.version_info[:2])"
    try:
        said = subprocess.run(
            [str(PYTHON), "-c", ask],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:  # the Python that it was made with is gone
        return ""
    return said.stdout.decode().strip()


def build(offline=False):
    """Make the environment, unless one stands that holds the lock and still starts."""
    kept, now = stamp(), lock_of_now()
    if kept.get("lock") == now["lock"] and answers() == kept.get("python"):
        if kept["venv"] != now["venv"]:
            follow_move(kept["venv"])
            write_stamp(kept["python"])
        settle()
        return
    if VENV.is_symlink():
        sys.exit(f"{VENV} is a link to another folder's packages. Remove the link, then try again.")
    check_python()
    print(f"Setting up the course in {VENV}: a minute or two, once.", flush=True)
    env = clean_environment()
    make_venv(env)
    where = ["--no-index", "--find-links", ROOT / "wheelhouse"] if offline else []
    # No --isolated: a machine may reach its registry only by the settings of its user.
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    run(*pip, *where, "-r", LOCK, env=env)
    link_to(PYTHON)
    settle()
    run(PYTHON, "-m", "theatres.explorers.bundle", env=env)
    write_stamp(version(sys.version_info))


def settle():
    """Put settings where the environment's own programs look for them."""
    for name, program in SETTINGS.items():
        folder = VENV / "etc" / program
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(str(ROOT / ".jupyter" / name), str(folder))


def make_venv(env):
    """Make an empty environment."""
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        check=False,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if made.returncode == 0:
        return
    said = made.stdout.decode(errors="replace").strip()
    if "ensurepip" in said:
        sys.exit(
            "This Python cannot make environments of its own. "
            f"On Debian and Ubuntu: apt install python{version(sys.version_info)}-venv."
        )
    sys.exit(
        f"{VENV} cannot be made: {said.splitlines()[-1] if said else 'no reason given'} "
        "Close JupyterLab if it runs from there, look whether the folder may be written, try again."
    )


def write_stamp(python):
    STAMP.write_text(json.dumps(dict(lock_of_now(), python=python)), encoding="utf-8")


def follow_move(before):
    """Let an environment work where its folder lies now: its programs name the old place."""
    for program in SCRIPTS.iterdir():
        if program.is_symlink() or not program.is_file():
            continue
        content = program.read_bytes()
        if before.encode() in content and b"\0" not in content:
            program.write_bytes(content.replace(before.encode(), str(VENV).encode()))


def link_to(python):
    """Write a path file, so that whatever this Python starts finds the package, from any folder."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    said = subprocess.run([str(python), "-c", ask], stdout=subprocess.PIPE, check=True)
    packages = Path(said.stdout.decode(locale.getpreferredencoding(False)).strip())
    inside = VENV in packages.parents  # then the way is given from there: the whole may move
    line = os.path.relpath(str(NOTEBOOKS), str(packages)) if inside else str(NOTEBOOKS)
    path = packages / "two_theatres.pth"
    try:
        path.write_text(line + "\n", encoding=locale.getpreferredencoding(False))
    except OSError as error:
        sys.exit(f"{path} cannot be written ({error.strerror}). Ask who looks after this Python.")
    return path


def link():
    """Let the Python that runs this find the package: for conda and for a hub's own Python."""
    check_python()
    print(f"From now on {sys.executable} finds the course: {link_to(sys.executable)}")


def kernel():
    """Offer the course's Python to every Jupyter of this account."""
    build()
    run(PYTHON, "-m", "ipykernel", "install", "--user", "--name", "two-theatres",
        "--display-name", "Two Theatres")  # fmt: skip


def warn_of_names():
    """Say which files beside the lessons carry the name of a module that Python needs."""
    ask = "try:\n import theatres\nexcept ImportError as hidden:\n print(hidden, flush=True)"
    subprocess.run([str(PYTHON), "-P", "-c", ask], check=False, env=clean_environment())


def lab(*options):
    """Open JupyterLab on the first lesson."""
    build()
    warn_of_names()
    env = clean_environment()
    paths = [str(ROOT / ".jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")]
    env["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    # -P: a file in this folder that is named like a module must not stand in for it.
    run(PYTHON, "-P", "-m", "jupyterlab", f"--notebook-dir={ROOT}", *options, env=env)


def test():
    """Run every test, then every lesson as a test."""
    build()
    env = clean_environment()
    two = [PYTHON, "-m", "pytest", "-n", "2", "--dist"]
    run(*two, "loadgroup", "tests", env=env)  # files, and in the browser lessons, stay together
    strict = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout", "60"]
    run(*two, "loadfile", *strict, "-p", "no:cacheprovider", "notebooks", env=env)


def notebooks(*lessons):
    """Run lessons afresh and save them."""
    build()
    run(PYTHON, ROOT / "scripts" / "build_lessons.py", *lessons, env=clean_environment())


SITE, MADE = ROOT / "scripts" / "site", ROOT / ".site"
BROWSER = SITE / "browser"  # what builds the browser edition


def tool_box(name, lock):
    """Make a virtual environment in .site from a lock, once; return its Python."""
    box = MADE / name
    program = box / SCRIPTS.name / PYTHON.name
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest() + str(box)
    ready = box / "ready"
    if not ready.is_file() or ready.read_text(encoding="utf-8") != wanted:
        print("Setting up what builds pages, in .site: half a minute, once.", flush=True)
        env = clean_environment()
        run(sys.executable, "-m", "venv", "--clear", box, env=env)
        run(program, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps",
            "-r", lock, env=env)  # fmt: skip
        ready.write_text(wanted, encoding="utf-8")
    return program


def reading_edition(pages, *lessons):
    """Build the reading edition, or some lessons of it (named as 03), into a folder."""
    env = clean_environment()
    sphinx = tool_box("venv", SITE / "requirements.txt")
    run(PYTHON, SITE / "pages.py", MADE, *lessons, env=env)
    built = MADE / "html"  # beside it MyST-NB leaves a folder of its own
    shutil.rmtree(str(built), ignore_errors=True)
    # -E: nothing is taken over from an earlier build, whose pages may be gone
    run(sphinx, "-m", "sphinx", "-q", "-E", "-d", MADE / "doctrees", MADE / "source", built,
        env=env)  # fmt: skip
    (built / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with _
    shutil.rmtree(str(pages), ignore_errors=True)
    shutil.move(str(built), str(pages))


def browser_edition(pages, libraries=MADE / "vega.js"):
    """Build the browser edition into a folder, from what `wasm` made and the chart libraries."""
    lite = tool_box("lite", BROWSER / "builder.txt")
    run(lite, BROWSER / "lite.py", MADE / "npm" / "node_modules" / "pyodide", MADE / "wheels",
        libraries, pages, env=clean_environment())  # fmt: skip


def site(*lessons):
    """Build the reading edition, or some lessons of it, into site/; all: the browser's too."""
    build()
    pages = ROOT / "site"
    both = wasm_stands() and not lessons
    reading_edition(pages, *(["--browser"] if both else lessons))
    if both:
        browser_edition(pages / "lite")
    elif not lessons:
        print(f"Without the browser edition: {AGAIN} wasm makes what it needs, once.")
    print(f"The pages are built: open {pages / 'index.html'}")


def python_312():
    """Return a Python 3.12 of this machine, whose headers numpy is compiled with."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = [os.environ.get("PYTHON312"), shutil.which("python3.12")]
    for program in filter(None, [*found, *map(str, sorted(pyenv.glob("3.12*/bin/python3")))]):
        ask = [program, "-c", "import sys; sys.exit(sys.version_info[:2] != (3, 12))"]
        if subprocess.run(ask, check=False, stderr=subprocess.DEVNULL).returncode == 0:
            return program
    sys.exit("The browser edition is made with Python 3.12: install it, or name it: "
             "make wasm PYTHON312=/path/to/python3.12")  # fmt: skip


def wasm_lock():
    """Return what the wheels of the browser edition were made from, as one number."""
    parts = sorted([*BROWSER.glob("*.txt"), *BROWSER.glob("*.json"), BROWSER / "wasm.py"])
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def wasm_stands():
    """Say whether the wheels of the browser edition are there, made from the locks of now."""
    ready = MADE / "wheels" / "ready"
    return ready.is_file() and ready.read_text(encoding="utf-8") == wasm_lock()


def fetch_wheels(into):
    """Fetch the packages of the browser edition that a registry has."""
    run(sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps",
        "--only-binary", ":all:", "--implementation", "cp", "--python-version", "3.12",
        "--abi", "cp312", "--platform", "pyemscripten_2024_0_wasm32",
        "-r", BROWSER / "wheels.txt", "-d", into, env=clean_environment())  # fmt: skip


def wasm():
    """Make, and fetch, what the browser edition needs; once.

    numpy is compiled, or taken from the folder of Pyodide's own distribution that the environment
    variable PYODIDE_DISTRIBUTION names.
    """
    if wasm_stands():
        return
    distribution = list(filter(None, [os.environ.get("PYODIDE_DISTRIBUTION")]))
    needed = {"npm": "npm"} if distribution else {"emcc": "emscripten", "npm": "npm"}
    for program, package in needed.items():
        if not shutil.which(program):
            sys.exit(f"{program} is not on this machine; Debian, Ubuntu: apt install {package}.")
    python = python_312()
    env = clean_environment()
    npm, wheels = MADE / "npm", MADE / "wheels"
    for folder in (npm, wheels):
        shutil.rmtree(str(folder), ignore_errors=True)
        folder.mkdir(parents=True)
    for part in BROWSER.glob("package*.json"):
        shutil.copy(str(part), str(npm))
    run("npm", "ci", "--prefix", npm, "--silent", "--no-audit", "--no-fund", env=env)
    pyodide = npm / "node_modules" / "pyodide"
    if not distribution:
        print("Compiling numpy for the browser: some minutes, once.", flush=True)
    run(python, BROWSER / "wasm.py", pyodide, MADE / "wasm", *distribution, env=env)
    fetch_wheels(wheels)
    for wheel in (MADE / "wasm").glob("*.whl"):
        shutil.copy(str(wheel), str(wheels))
    (wheels / "ready").write_text(wasm_lock(), encoding="utf-8")


def new_text(*folder):
    """Lay out a folder for a text of the student's own."""
    if len(folder) != 1:
        sys.exit(f"Name one new folder: {AGAIN} new-text own_argument/my_text")
    build()
    ask = "import sys; from theatres.course import write_template as w; print(w(sys.argv[1]))"
    place = Path.cwd() / folder[0]
    run(PYTHON, "-P", "-c", ask, place, env=clean_environment())


COMMANDS = {
    "build": build,
    "lab": lab,
    "test": test,
    "notebooks": notebooks,
    "site": site,
    "wasm": wasm,
    "new-text": new_text,
    "link": link,
    "kernel": kernel,
}


def main(arguments):
    if not arguments or arguments[0] not in COMMANDS:
        sys.exit(__doc__)
    command, *rest = arguments
    if command == "build" and rest == ["--offline"]:
        return build(offline=True)
    try:
        COMMANDS[command](*rest)
    except TypeError as error:
        if rest and command in ("build", "test", "link", "kernel", "wasm"):
            sys.exit(f"{command} takes no {rest[0]!r}. {AGAIN} lists what there is.")
        raise error
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        check_python()
    main(sys.argv[1:])
