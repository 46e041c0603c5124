# What the scripts for workflows share. They run in the root of the repository, with
# SPOTGEN in place of the command that is built from it, if that is set.

# What fails in $(…) fails as it does elsewhere.
shopt -s inherit_errexit

# The commits of the scripts are those of GitHub's own user for workflows.
bot='41898282+github-actions[bot]@users.noreply.github.com'
export GIT_AUTHOR_NAME='github-actions[bot]' GIT_AUTHOR_EMAIL=$bot
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$bot

# build_spotgen makes the command, since "go run" has one exit code for all failures.
build_spotgen() {
  if [ -z "${SPOTGEN:-}" ]; then
    SPOTGEN=$1/spotgen
    go build -o "$SPOTGEN" ./cmd/spotgen
  fi
}

# quoted makes Markdown of a text that may say anything: each line is indented, so
# that nothing in it is markup, and there are no control characters and no long lines.
quoted() { LC_ALL=C tr -d '\000-\010\013-\037\177' | cut -b 1-300 | whole | sed 's/^/    /'; }

# whole leaves out what is no UTF-8, such as half of a character: cut counts bytes.
# If there is any, iconv says so with the exit code 1.
whole() { iconv -c -f UTF-8 -t UTF-8 2>/dev/null || [ $? = 1 ]; }

# summarize adds to the summary of the workflow, if there is one.
summarize() { cat >>"${GITHUB_STEP_SUMMARY:-/dev/null}"; }

run_url() {
  if [ -n "${GITHUB_RUN_ID:-}" ]; then
    echo "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
  else
    echo "a run outside of GitHub"
  fi
}
