#!/bin/sh
# The likeness of names against the difflib that is installed: random pairs, to
# the last bit.  SM_SEED and SM_PAIRS choose which and how many.
. "$(dirname "$0")/lib.sh"
needs python3
unit=$SM_BIN/../unit/test_similarity
[ -x "$unit" ] || skip_all "no $unit"

seed=${SM_SEED:-1} n=${SM_PAIRS:-20000}
python3 - "$seed" "$n" <<'EOF' || fail "the generator"
import random
import sys
from difflib import SequenceMatcher

random.seed(int(sys.argv[1]))
words = ("id user name email order created at is active price cost address "
         "line é 日本 x Total URL").split()
letters = "abcdefghijklmnopqrstuvwxyzÄé日😀_0AZ"


def lower(s):
    return "".join(c.lower() if "A" <= c <= "Z" else c for c in s)


def name():
    r = random.random()
    if r < .5:
        return "_".join(random.choices(words, k=random.randint(0, 5)))
    if r < .8:
        return "".join(random.choices("abAB_", k=random.randint(0, 14)))
    if r < .995:
        return "".join(random.choices(letters, k=random.randint(0, 40)))
    return "".join(random.choices("abc", k=random.randint(150, 400)))


with open("pairs", "w", encoding="utf-8") as pairs, open("want", "w") as want:
    for _ in range(int(sys.argv[2])):
        a, b = name(), name()
        # Only names of 200 and more characters know the difference.
        m = SequenceMatcher(None, lower(a), lower(b), autojunk=False)
        pairs.write(f"{a}\t{b}\n")
        want.write("%.17g\n" % m.ratio())
EOF
"$unit" - <pairs >got
same "$n ratios as difflib has them (seed $seed)" got want
done_testing
