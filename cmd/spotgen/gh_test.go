package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// fakeGH is the command gh for the tests of the scripts in .ci: as much of GitHub as
// they use, in the folder $GH_STATE. What it does not know is an error, so that a script
// cannot ask for what GitHub would not understand either.
//
//	calls              the commands, one a line, without the texts
//	pr, issue          the number and the texts of the open one, if there is one
//	pr-head            the branch of the pull request that was opened last
//	pr-closed          the texts of pull requests that were closed
//	release            the notes of the release that was made last
//	released           the versions that have a release, one a line
//	broken             commands that fail, one a line
func fakeGH() {
	gh := ghCall{state: os.Getenv("GH_STATE")}
	if err := gh.run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "fake gh:", err)
		os.Exit(1)
	}
}

type ghCall struct {
	state    string
	operands []string
	flags    map[string]string
}

// ghFlags are the flags that each command is used with.
func ghFlags() map[string][]string {
	return map[string][]string{
		"auth setup-git": nil,
		"label create":   {"force", "description", "color"},
		"pr list":        {"base", "state", "limit", "json", "jq"},
		"pr create":      {"base", "head", "title", "body-file", "label"},
		"pr edit":        {"title", "body-file"},
		"pr view":        {"json", "jq"},
		"pr comment":     {"body-file"},
		"pr close":       {"comment"},
		"issue list":     {"label", "state", "json", "jq"},
		"issue create":   {"title", "label", "body-file"},
		"issue view":     {"json", "jq"},
		"issue comment":  {"body-file"},
		"issue close":    {"comment"},
		"release create": {"verify-tag", "title", "notes-file"},
		"release view":   nil,
	}
}

func (g *ghCall) run(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("no command in %q", args)
	}
	name := args[0] + " " + args[1]
	known, ok := ghFlags()[name]
	if !ok {
		return fmt.Errorf("unknown command %q", name)
	}
	if err := g.parse(args[2:], known); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := g.append("calls", name+" "+strings.Join(g.operands, " ")+"\n"); err != nil {
		return err
	}
	if broken, err := g.has("broken", name); broken || err != nil {
		return cmp.Or(err, errors.New("HTTP 503"))
	}
	switch kind, verb := args[0], args[1]; verb {
	case "list":
		return g.list(kind)
	case "create", "edit", "comment":
		return g.put(kind, verb)
	case "view":
		if kind == "release" {
			return g.viewRelease()
		}
		return g.print(kind)
	case "close":
		return os.Rename(filepath.Join(g.state, kind), filepath.Join(g.state, kind+"-closed"))
	}
	return nil
}

func (g *ghCall) parse(args, known []string) error {
	g.flags = map[string]string{}
	for len(args) > 0 {
		name, isFlag := strings.CutPrefix(args[0], "--")
		switch {
		case !isFlag:
			g.operands = append(g.operands, args[0])
		case !slices.Contains(known, name):
			return fmt.Errorf("unknown flag --%s", name)
		case name == "force" || name == "verify-tag":
			g.flags[name] = "true"
		case len(args) == 1:
			return fmt.Errorf("--%s needs a value", name)
		default:
			g.flags[name] = args[1]
			args = args[1:]
		}
		args = args[1:]
	}
	return nil
}

// list prints what the queries of the scripts leave of a list.
func (g *ghCall) list(kind string) error {
	const ours = `select((.isCrossRepository | not) and (.headRefName | test("^spec-update(-[0-9]+)?$")))`
	_, err := os.Stat(filepath.Join(g.state, kind))
	isOpen := err == nil
	switch query := g.flags["state"] + " " + g.flags["json"] + " " + g.flags["jq"]; query {
	case "open number .[0].number // empty":
		if isOpen {
			fmt.Println(openNumber)
		}
		return nil
	case "open number,headRefName,isCrossRepository [.[] | " + ours + `][0] // empty | "\(.number) \(.headRefName)"`:
		if !isOpen {
			return nil
		}
		fmt.Print(openNumber, " ")
		return g.print("pr-head")
	case "closed body,mergedAt,headRefName,isCrossRepository .[] | select(.mergedAt == null) | " + ours + " | .body":
		return g.print(kind + "-closed")
	default:
		return fmt.Errorf("unknown query %q", query)
	}
}

// has tells whether a file of the state has a line.
func (g *ghCall) has(name, line string) (bool, error) {
	data, err := os.ReadFile(filepath.Join(g.state, name))
	if os.IsNotExist(err) {
		return false, nil
	}
	return slices.Contains(strings.Split(string(data), "\n"), line), err
}

func (g *ghCall) viewRelease() error {
	if len(g.operands) != 1 {
		return fmt.Errorf("release view takes a version, not %q", g.operands)
	}
	known, err := g.has("released", g.operands[0])
	if err == nil && !known {
		return errors.New("release not found")
	}
	return err
}

// openNumber is the number of what is open.
const openNumber = 7

// put keeps a text: instead of the others, or below them.
func (g *ghCall) put(kind, verb string) error {
	if kind == "label" {
		return nil
	}
	body, err := os.ReadFile(g.flags["body-file"] + g.flags["notes-file"])
	if err != nil {
		return err
	}
	if kind == "release" {
		return g.release(body)
	}
	if verb == "create" && kind == "pr" {
		if err := os.WriteFile(filepath.Join(g.state, "pr-head"), []byte(g.flags["head"]+"\n"), 0o666); err != nil {
			return err
		}
	}
	_, err = os.Stat(filepath.Join(g.state, kind))
	isOpen := err == nil
	switch {
	case verb == "create" && isOpen:
		return fmt.Errorf("there is a %s already", kind)
	case verb != "create" && (!isOpen || !slices.Equal(g.operands, []string{strconv.Itoa(openNumber)})):
		return fmt.Errorf("there is no %s %q", kind, g.operands)
	case verb == "comment":
		return g.append(kind, string(body))
	}
	return os.WriteFile(filepath.Join(g.state, kind), []byte(g.flags["title"]+"\n"+string(body)), 0o666)
}

// release keeps the notes of a version that has none.
func (g *ghCall) release(notes []byte) error {
	if known, err := g.has("released", g.flags["title"]); known || err != nil {
		return cmp.Or(err, errors.New("a release with the same tag name already exists"))
	}
	if err := g.append("released", g.flags["title"]+"\n"); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(g.state, "release"), []byte(g.flags["title"]+"\n"+string(notes)), 0o666)
}

func (g *ghCall) print(name string) error {
	data, err := os.ReadFile(filepath.Join(g.state, name))
	if os.IsNotExist(err) {
		return nil
	}
	_, _ = os.Stdout.Write(data)
	return err
}

func (g *ghCall) append(name, text string) error {
	file, err := os.OpenFile(filepath.Join(g.state, name), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.WriteString(text)
	return err
}
