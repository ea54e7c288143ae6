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
page="${RUNNER_TEMP}/mcp-boundary.md"
format=text
[ "${INPUT_ANNOTATIONS}" != true ] || format=github
code=0
"${command[@]}" --format "${format}" --report "sarif=${sarif}" --report "markdown=${page}" "${options[@]}" || code=$?
[ ! -f "${sarif}" ] || echo "sarif-file=${sarif}" >>"${GITHUB_OUTPUT}"
if [ "${INPUT_SUMMARY}" = true ] && [ -f "${page}" ]; then cat "${page}" >>"${GITHUB_STEP_SUMMARY}"; fi

[ "${INPUT_FAIL_ON}" != never ] || [ "${code}" -ne 1 ] || code=0
exit "${code}"
