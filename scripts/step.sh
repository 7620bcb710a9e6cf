#!/usr/bin/env bash
# Runs a command, saying what it is and how long it took.
set -euo pipefail
source "$(dirname "$0")/tools.sh"
step "$@"
