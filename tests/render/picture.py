"""picture.py NAME [argument of 'yuzhong render'...]: draws one picture and compares it with baselines/NAME.png.

With UPDATE_BASELINES set (./dev baselines) a picture that is no longer the same, or has no baseline yet, becomes the
new baseline; one that is still the same keeps its file, so that another driver's rounding is not committed.
UPDATE_BASELINES=all renews every one.
"""
import os
import pathlib
import subprocess
import sys

name, *arguments = sys.argv[1:]
baseline = pathlib.Path(__file__).parent / "baselines" / f"{name}.png"
out = pathlib.Path(os.environ["YUZHONG_PICTURES"])
compare = os.environ["YUZHONG_COMPARE"]
update = os.environ.get("UPDATE_BASELINES", "")

out.mkdir(parents=True, exist_ok=True)
actual = out / f"{name}.png"
difference = out / f"{name}.difference.png"
for old in (actual, difference):
    old.unlink(missing_ok=True)
drawn = subprocess.run([os.environ["YUZHONG_EXECUTABLE"], "render", "--quiet", "--out", actual, *arguments],
                       env={**os.environ, "YUZHONG_SHARE": os.environ["YUZHONG_TEST_SHARE"], "LANG": "zh_CN.UTF-8"},
                       timeout=120)
if drawn.returncode != 0:
    sys.exit(f"yuzhong render ended with {drawn.returncode}")


def keep():
    baseline.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([compare, "--keep", actual, baseline], check=True)
    print(f"new baseline: {baseline}")


if not baseline.exists():
    if not update:
        sys.exit(f"there is no baseline {baseline}; look at {actual} and, if it is right, run ./dev baselines")
    keep()
    sys.exit(0)
result = subprocess.run([compare, baseline, actual, difference], stdout=subprocess.PIPE, text=True)
print(result.stdout.strip())
if update == "all" or (update and result.returncode != 0):
    keep()
elif result.returncode != 0:
    sys.exit(f"not the picture that was kept:\n  expected   {baseline}\n  actual     {actual}\n  difference {difference}\n"
             "Look at them. If the new one is right: ./dev baselines, and commit it with the change.")
