#!/usr/bin/env bash
# What the action runs. It is a script of its own so that the tests run it as GitHub does; MCP_BOUNDARY names another command there.
set -euo pipefail

case "${INPUT_FAIL_ON}" in error | warning | never) ;; *)
  echo "::error::fail-on is \"error\", \"warning\" or \"never\"."
  exit 2
  ;;
esac

if [ -n "${MCP_BOUNDARY:-}" ]; then
  command=(${MCP_BOUNDARY})
elif [ -n "${INPUT_VERSION}" ]; then
  command=(npx --yes "mcp-boundary@${INPUT_VERSION}")
else
  command=(npx --no-install mcp-boundary)
fi

options=(--base "${GITHUB_WORKSPACE}")
[ -z "${INPUT_PRESET}" ] || options+=(--preset "${INPUT_PRESET}")
[ "${INPUT_FAIL_ON}" != warning ] || options+=(--max-warnings 0)
paths=()
while IFS= read -r path; do
  [ -z "${path}" ] || paths+=("${path}")
done <<<"${INPUT_PATHS}"
options+=(-- ${paths[@]+"${paths[@]}"})

sarif="${RUNNER_TEMP}/mcp-boundary.sarif"
code=0
"${command[@]}" --format sarif --output-file "${sarif}" "${options[@]}" || code=$?
[ ! -f "${sarif}" ] || echo "sarif-file=${sarif}" >>"${GITHUB_OUTPUT}"

# The exit code of the first run counts: formats do not change it.
if [ "${code}" -ne 2 ]; then
  [ "${INPUT_ANNOTATIONS}" != true ] || "${command[@]}" --format github "${options[@]}" 2>/dev/null || true
  [ "${INPUT_SUMMARY}" != true ] || "${command[@]}" --format markdown "${options[@]}" >>"${GITHUB_STEP_SUMMARY}" 2>/dev/null || true
fi

[ "${INPUT_FAIL_ON}" != never ] || [ "${code}" -ne 1 ] || code=0
exit "${code}"
