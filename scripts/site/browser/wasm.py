"""Make wheels for the browser that no registry has for Pyodide's Python: numpy above all.

python3.12 scripts/site/browser/wasm.py PYODIDE FOLDER [DISTRIBUTION]

PYODIDE is npm's package of that name. Needs emscripten (a package of Debian and Ubuntu) and a
Python of Pyodide's version, whose headers it reads; what it installs goes into a virtual
environment in FOLDER. Pyodide's own way fetches a tool chain from elsewhere; this one needs
registries only. DISTRIBUTION, a folder of Pyodide's own packages, spares the compiling.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
SYSCONFIG = "_sysconfigdata__emscripten_wasm32-emscripten"
PLATFORM = "pyodide-2024_0-wasm32"  # Pyodide 0.27: Python 3.12
# Emscripten 3.1.6, which Debian has, gives time_t 32 bits; the one that made Pyodide gives it 64.
SAME_TYPES = "#define __DEFINED_time_t\ntypedef long long time_t;\n"
WITHOUT_COMPILER = {"CC": "false", "PYYAML_FORCE_LIBYAML": "0"}  # these packages then do without
# Emscripten's compilers are Python programs: half a second, hundreds of times, to tell clang what
# never changes. Meson's checks (output.js) are not linked: a side module may lack any function.
QUICK = """#!/bin/sh
for word; do case $word in -c | -E | */output.js) compiles=-c ;; esac; done
[ "$compiles" ] || exec {program} "$@"
for word; do
    shift
    case $word in -s[A-Z]* | -l*) ;; *) set -- "$@" "$word" ;; esac
done
exec {clang} "$@" $compiles
"""
CROSS_FILE = """[binaries]
c = ['{c}', '-I{include}', '-include', '{include}/same_types.h']
cpp = ['{cpp}', '-I{include}', '-include', '{include}/same_types.h']
ar = 'emar'
ranlib = 'emranlib'
cython = '{cython}'

[built-in options]
c_args = ['-fPIC', '-g0', '-O1', '-DPY_CALL_TRAMPOLINE']
cpp_args = ['-fPIC', '-g0', '-O1']
c_link_args = ['-sSIDE_MODULE=1', '-sWASM_BIGINT=1', '-g0']
cpp_link_args = ['-sSIDE_MODULE=1', '-sWASM_BIGINT=1', '-g0']

[properties]
needs_exe_wrapper = true
longdouble_format = 'IEEE_QUAD_LE'
# The linker leaves every name open, so each is found: Pyodide has no backtrace, and sums of
# arrays above 256 kB, for which numpy asks it, would end the kernel.
has_function_backtrace = false

[host_machine]
system = 'emscripten'
cpu_family = 'wasm32'
cpu = 'wasm32'
endian = 'little'
"""


def run(*command, **more) -> None:
    """Run a program; stop when it fails."""
    done = subprocess.run([str(part) for part in command], **more)
    if done.returncode:
        sys.exit(done.returncode)


def build_values(pyodide: Path, folder: Path) -> ModuleType:
    """Take what Pyodide's Python says of how it was built out of its standard library."""
    with zipfile.ZipFile(pyodide / "python_stdlib.zip") as library:
        library.extract(f"{SYSCONFIG}.py", folder)
    sys.path.insert(0, str(folder))
    return __import__(SYSCONFIG)


def headers(values: dict, include: Path) -> None:
    """Copy this Python's headers; its pyconfig.h gets the values of Pyodide's Python."""
    shutil.copytree(sysconfig.get_path("include"), include, dirs_exist_ok=True)

    def as_built(line: re.Match) -> str:
        name = line["set"] or line["unset"]
        value = values.get(name, 0)
        return f"#define {name} {value}" if value not in (0, "") else f"/* #undef {name} */"

    own = Path(sysconfig.get_config_h_filename()).read_text(encoding="utf-8")
    names = r"^(?:#define (?P<set>\w+) .*|/\* #undef (?P<unset>\w+) \*/)$"
    (include / "pyconfig.h").write_text(re.sub(names, as_built, own, flags=re.M), encoding="utf-8")
    (include / "same_types.h").write_text(SAME_TYPES, encoding="utf-8")


def quick(name: str, folder: Path) -> str:
    """Write a program that compiles as one of emscripten's does, and leaves linking to that one."""
    program = shutil.which(name)
    empty = folder / ("empty.cpp" if name == "em++" else "empty.c")
    empty.touch()
    asked = [program, "-v", "-c", empty, "-o", os.devnull]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stderr
    calls = [line for line in said.splitlines() if " -target wasm32" in line and " -v " in line]
    if not calls:  # another emscripten, which says it otherwise: slower, and the same
        return program
    clang = calls[0].partition(" -v ")[0].strip()
    made = folder / name
    made.write_text(QUICK.format(program=program, clang=clang), encoding="utf-8")
    made.chmod(0o755)
    return str(made)


def requirements() -> dict[str, str]:
    """Return what is locked in sources.txt: package to the line that pip takes."""
    locked = (HERE / "sources.txt").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", "", locked).splitlines()
    return {line.split("==")[0]: line for line in lines if "==" in line and "# " not in line}


def make(folder: Path, pip: list, line: str, env: dict) -> None:
    """Make one wheel, afresh: what pip keeps may be of another recipe.

    pip gives settings only to what stands with them on a line of a file.
    """
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{line}\n", encoding="utf-8")
    run(*pip, "wheel", "--quiet", "--no-cache-dir", "--no-deps", "--no-build-isolation",
        "--no-binary", ":all:", "--require-hashes", "-r", wanted, "-w", folder,
        env=env)  # fmt: skip


def taken(pyodide: Path, distribution: Path, folder: Path, wanted: str) -> None:
    """Take numpy from Pyodide's distribution: the file that Pyodide itself locks, no other."""
    told = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    numpy = told["packages"]["numpy"]
    file = distribution / numpy["file_name"]
    if not wanted.startswith(f"numpy=={numpy['version']} "):
        sys.exit(f"Pyodide's numpy is {numpy['version']}, which is not what sources.txt locks.")
    if hashlib.sha256(file.read_bytes()).hexdigest() != numpy["sha256"]:
        sys.exit(f"{file} is not the file that this Pyodide's lock names.")
    shutil.copy(file, folder)


def compiled(pyodide: Path, folder: Path, pip: list, line: str, env: dict) -> None:
    """Compile numpy for Pyodide's Python."""
    include = folder / "include"
    headers(build_values(pyodide, folder).build_time_vars, include)
    cross = folder / "emscripten.ini"
    cython = folder / "tools" / "bin" / "cython"
    c, cpp = (quick(name, folder) for name in ("emcc", "em++"))
    cross.write_text(CROSS_FILE.format(c=c, cpp=cpp, include=include, cython=cython))
    for_wasm = {
        **env,
        "PYTHONPATH": str(folder),
        "_PYTHON_SYSCONFIGDATA_NAME": SYSCONFIG,
        "_PYTHON_HOST_PLATFORM": PLATFORM,
    }
    settings = [
        f"setup-args=--cross-file={cross}",
        "setup-args=-Dallow-noblas=true",
        "setup-args=-Dblas=none",
        "setup-args=-Dlapack=none",
        "setup-args=-Ddisable-optimization=true",
        "setup-args=-Dcpu-baseline=none",
    ]
    chosen = "".join(f" --config-settings {setting}" for setting in settings)
    make(folder, pip, line + chosen, for_wasm)


def wheels(pyodide: Path, folder: Path, distribution: Path | None = None) -> None:
    """Make the wheels of sources.txt: numpy for wasm, the others without their compiled parts."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tools = folder / "tools"
    run(sys.executable, "-m", "venv", tools)
    pip = [tools / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "install", "--quiet", "--no-deps", "--require-hashes", "-r", HERE / "tools.txt")
    env = {**os.environ, "PATH": os.pathsep.join([str(tools / "bin"), os.environ["PATH"]])}
    locked = requirements()
    numpy = locked.pop("numpy")
    if distribution:
        taken(pyodide, distribution, folder, numpy)
    else:
        compiled(pyodide, folder, pip, numpy, env)
    for line in locked.values():
        make(folder, pip, line, {**env, **WITHOUT_COMPILER})
    for wheel in folder.glob("*-linux_*.whl"):
        as_pure(wheel)


def as_pure(wheel: Path) -> None:
    """Name a wheel as one for every machine, once it is seen to hold nothing compiled."""
    with zipfile.ZipFile(wheel) as packed:
        if any(name.endswith(".so") for name in packed.namelist()):
            sys.exit(f"{wheel.name} holds compiled parts, which a browser cannot run.")
    name, version = wheel.name.split("-")[:2]
    wheel.rename(wheel.with_name(f"{name}-{version}-py3-none-any.whl"))


if __name__ == "__main__":
    if sys.version_info[:2] != (3, 12):
        sys.exit("numpy for Pyodide 0.27 is compiled with Python 3.12: no other has its headers.")
    wheels(*(Path(given).resolve() for given in sys.argv[1:]))
