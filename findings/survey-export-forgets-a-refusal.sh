#!/usr/bin/env bash
# A survey's export in SPSS's format, with a consent question that some refused to answer and some were never asked, and the time
# of each answer.
#
# Version: PyPI pyreadstat 1.3.1 with pandas 3.1.1, which both writes and reads it.
# Expected: with the labels asked for, "refused" and "not asked" come back, or at least two values; times come back to the
# millisecond, which the format holds.
# Seen: both are NaN, as is a question that was skipped, with labels as without; only `user_missing=True` tells them apart.
# Times are rounded to whole seconds on the way out and back.
# Why it matters: "refused" is a decision that binds, "not asked" is none: the one has to close, the other has to wait. And an
# answer and the withdrawal after it change places.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pyreadstat==1.3.1 pandas==3.1.1
cat > export.py <<'END'
import pandas
import pyreadstat

labels = {1: 'yes', 2: 'no', -99: 'refused', -98: 'not asked'}
answers = pandas.DataFrame({'consent': [1.0, 2.0, -99.0, -98.0, float('nan')]})
pyreadstat.write_sav(answers, 'answers.sav', missing_ranges={'consent': [-99, -98]}, variable_value_labels={'consent': labels})
for options in [{}, {'apply_value_formats': True}, {'user_missing': True}, {'user_missing': True, 'apply_value_formats': True}]:
    read, _ = pyreadstat.read_sav('answers.sav', **options)
    print(', '.join(options) or 'as it is', [str(value) for value in read['consent']])

times = pandas.DataFrame({'at': pandas.to_datetime(['2026-11-30T10:00:00.250', '2026-11-30T10:00:00.750'])})
pyreadstat.write_sav(times, 'times.sav')
read, _ = pyreadstat.read_sav('times.sav')
print([str(value) for value in read['at']])
END

seen=$(python/bin/python export.py)
diff - <(echo "$seen") <<'END' || { echo 'changed: the export is read otherwise' >&2; exit 1; }
as it is ['1.0', '2.0', 'nan', 'nan', 'nan']
apply_value_formats ['yes', 'no', 'nan', 'nan', 'nan']
user_missing ['1.0', '2.0', '-99.0', '-98.0', 'nan']
user_missing, apply_value_formats ['yes', 'no', 'refused', 'not asked', 'nan']
['2026-11-30 10:00:00', '2026-11-30 10:00:01']
END
echo 'ok: a refusal comes back as a question that nobody was asked'
