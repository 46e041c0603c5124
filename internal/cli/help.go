package cli

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// helpWidth is how wide the help is, in characters.
const helpWidth = 80

// help prints the commands of a program.
func (p Program) help(w io.Writer) {
	fmt.Fprintf(w, "%s\n\nUsage: %s COMMAND [FLAGS]\n\n", p.Summary, p.Name)
	for _, c := range p.commands() {
		printCommand(w, c.Name, c.Summary)
	}
	printCommand(w, "help", "print this text, or the help of a command: "+p.Name+" help COMMAND")
	fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(p.Notes))
}

func printCommand(w io.Writer, name, summary string) {
	const indent = "             "
	text := strings.Join(wrap(summary, helpWidth-len(indent)), "\n"+indent)
	fmt.Fprintf(w, "  %-10s %s\n", name, text)
}

// helpCommand is the command line that prints the help of a command.
func (c Command) helpCommand() string {
	if c.program == "" {
		return c.Name + " --help"
	}
	return c.program + " help " + c.Name
}

// help prints how a command is used.
func (c Command) help(w io.Writer) {
	flags, _ := c.setup()
	hasFlags := false
	flags.VisitAll(func(*flag.Flag) { hasFlags = true })
	usage := "Usage: " + c.fullName()
	if hasFlags {
		usage += " [FLAGS]"
	}
	fmt.Fprintf(w, "%s\n\n", strings.TrimSpace(usage+" "+c.Arguments))
	fmt.Fprintf(w, "%s%s.\n", strings.ToUpper(c.Summary[:1]), c.Summary[1:])
	if c.Details != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(c.Details))
	}
	if len(c.Examples) > 0 {
		fmt.Fprintf(w, "\nExamples:\n  %s\n", strings.Join(c.Examples, "\n  "))
	}
	if !hasFlags {
		return
	}
	fmt.Fprint(w, "\nFlags:\n")
	flags.VisitAll(func(f *flag.Flag) { printFlag(w, f) })
}

func printFlag(w io.Writer, f *flag.Flag) {
	value, text := flag.UnquoteUsage(f)
	if choice, ok := f.Value.(choice); ok {
		value = strings.Join(choice.values, "|")
	}
	if f.DefValue != "" && !isSwitch(f) {
		text += " (default " + f.DefValue + ")"
	}
	const indent = "        "
	fmt.Fprintf(w, "  --%s\n", strings.TrimSpace(f.Name+" "+value))
	for _, line := range wrap(text, helpWidth-len(indent)) {
		fmt.Fprintf(w, "%s%s\n", indent, line)
	}
}

// wrap breaks a text into lines of at most so many characters where its words allow it.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
