package emit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/spotgen/spotgen/generator/model"
)

// width is where comments wrap, counted with their slashes.
const width = 80

// comment renders a doc comment. Paragraphs are wrapped; lines that are
// indented (code), headings, and list items are kept as they are, but for the
// indentation that Go wants of a list.
func comment(text string) string {
	var b strings.Builder
	text = strings.TrimSpace(strings.Map(visible, text))
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 && strings.TrimSpace(paragraph) == "" {
			continue
		}
		if i > 0 {
			b.WriteString("//\n")
		}
		for _, line := range paragraphLines(strings.Trim(paragraph, "\n")) {
			b.WriteString(strings.TrimRight("// "+line, " ") + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// visible drops what Go does not allow in a source file (NUL, a byte order
// mark) or what shows a reader another text than the compiler reads (other
// control characters, changes of the writing direction).
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r), r == '\ufeff', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return -1
	}
	return r
}

func paragraphLines(paragraph string) []string {
	lines := strings.Split(paragraph, "\n")
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "- "):
			list := strings.Split("  "+strings.Join(lines[i:], "\n  "), "\n")
			if i == 0 {
				return list
			}
			return append(wrap(strings.Join(lines[:i], " ")), list...)
		case strings.HasPrefix(line, " "), strings.HasPrefix(line, "\t"), strings.HasPrefix(line, "#"):
			return lines
		}
	}
	return wrap(strings.Join(strings.Fields(paragraph), " "))
}

func wrap(text string) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len("// ")+len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// typeComment documents a type: its name and what docs.yml says of it.
func typeComment(name, doc string) string {
	if doc == "" {
		doc = "is a type of the API."
	}
	return comment(name + " " + doc)
}

// unionComment documents a union: what docs.yml says of it, or else what it may be.
func unionComment(u model.Union) string {
	if u.Doc != "" || len(u.Attempts) == 0 {
		return typeComment(u.Name, u.Doc)
	}
	var methods []string
	for _, a := range u.Attempts {
		methods = append(methods, "["+u.Name+"."+a.Method()+"]")
	}
	doc := " is a value of one of several types, and its JSON does not tell which: try "
	if len(u.Members) > 0 {
		doc = " is a value of one of several types. If the property " + u.Property + " tells which, the field for that type is set. " +
			"Otherwise the JSON is in Raw: try "
	}
	return comment(u.Name + doc + enumerate(methods, "or") + ".")
}

// enumerateQuoted lists texts in quotation marks, the last two with or.
func enumerateQuoted(texts []string) string {
	var quoted []string
	for _, text := range texts {
		quoted = append(quoted, strconv.Quote(text))
	}
	return enumerate(quoted, "or")
}

// fieldComment documents a field; empty where there is nothing to say.
func fieldComment(f model.Field) string {
	doc := f.Doc
	if f.Deprecated {
		instead := "There is no replacement."
		if f.Replacement != "" {
			instead = "Use " + f.Replacement + " instead."
		}
		doc = strings.TrimSpace(doc + "\n\nDeprecated: The API has deprecated this field. " + instead)
	}
	if doc == "" {
		return ""
	}
	return comment(doc)
}

// methodComment documents a method: what docs.yml says, and then the facts.
func methodComment(op *model.Operation, byName func(string) *model.Operation) string {
	paragraphs := []string{op.Name + " " + op.Doc, facts(op)}
	if op.Deprecated {
		paragraphs = append(paragraphs, deprecation(op, byName, methodName))
	}
	return comment(strings.Join(paragraphs, "\n\n"))
}

// facts says what a method sends, and who may use it.
func facts(op *model.Operation) string {
	sentences := slices.Concat(sends(op), carries(op.Body), scopeSentences(op.Scopes))
	switch op.Result.Kind {
	case model.ByStatus:
		sentences = append(sentences, "The result depends on the status of the answer.")
	case model.Verbatim:
		sentences = append(sentences, "The result is the body of the answer as it is, of the type "+enumerate(op.Result.Accept, "or")+".")
	}
	switch ref := resultType(op.Result); {
	case op.Result.Presence != "":
		sentences = append(sentences, fmt.Sprintf("The result is never nil without an error: where the API has nothing to answer, it is empty, and [%s.%s] reports false.", ref.Name, op.Result.Presence))
	case op.Result.Nilable && ref.Pointer:
		sentences = append(sentences, "The result is never nil without an error: where the API has nothing to answer, it is empty.")
	}
	if op.Development.Removed != "" {
		sentences = append(sentences, fmt.Sprintf("It has not been available to apps in development mode since %s.", op.Development.Removed))
	}
	if note := op.Development.Note; note != "" {
		sentences = append(sentences, "In development mode, "+strings.TrimSuffix(note, ".")+".")
	}
	return strings.Join(sentences, " ")
}

// sends says what a method sends, and for how many things at a time.
func sends(op *model.Operation) []string {
	path := op.Path
	for _, pin := range op.Pins {
		if pin.In == model.InPath {
			path = strings.ReplaceAll(path, "{"+pin.Wire+"}", pin.Value)
		}
	}
	request := fmt.Sprintf("It sends %s %s", op.Method, path)
	things := "items"
	if op.Batch.IDs {
		things = "IDs"
	}
	switch {
	case op.Batch.Param == "":
		return []string{request + "."}
	case op.Batch.Whole:
		return []string{fmt.Sprintf("%s with at most %d %s; more are an error.", request, op.Batch.Max, things)}
	}
	sentences := []string{fmt.Sprintf("%s as often as needed, with at most %d %s each time. If one of several requests fails, the error is a [*BatchError].", request, op.Batch.Max, things)}
	if op.Batch.Single != "" {
		sentences = append(sentences, fmt.Sprintf("If [WithQuotaMode] says [Development], it reads them one by one with [%sService.%s].", op.Service, op.Batch.Single))
	}
	return sentences
}

// carries says in which form a body is sent, where that is not JSON.
func carries(body model.Body) []string {
	switch body.Kind {
	case model.FormBody, model.MultipartBody:
		return []string{"The body is a form."}
	case model.TextBody, model.BinaryBody:
		mediaType, _, _ := strings.Cut(body.MediaType, ";")
		sentence := "The body is sent as it is, as " + mediaType + "."
		if mediaType == "" {
			sentence = "The body is sent as it is, and contentType says of which type it is: " + enumerate(body.MediaTypes, "or") + "."
		}
		if body.Base64 {
			sentence = strings.Replace(sentence, "as it is", "in base64", 1)
		}
		return []string{sentence}
	}
	return nil
}

func scopeSentences(rule model.ScopeRule) []string {
	if rule.IsZero() {
		return []string{"It needs no scope."}
	}
	var sentences []string
	if len(rule.All) > 0 {
		sentences = append(sentences, "It needs the "+plural("scope", len(rule.All))+" "+enumerate(rule.All, "and")+".")
	}
	if len(rule.Any) > 0 {
		needs := "It needs"
		if len(rule.All) > 0 {
			needs = "It also needs"
		}
		sentences = append(sentences, needs+" "+enumerate(rule.Any, "or")+", depending on the visibility of the playlist.")
	}
	if len(rule.Optional) > 0 {
		if sentences == nil && rule.ByKind == nil {
			sentences = append(sentences, "It needs no scope.")
		}
		sentences = append(sentences, "With the "+plural("scope", len(rule.Optional))+" "+enumerate(rule.Optional, "and")+", it reads more.")
	}
	if len(rule.ByKind) > 0 {
		sentences = append(sentences, "The scope depends on the kind of URI: "+byKind(rule.ByKind)+".")
	}
	return sentences
}

// byKind lists each scope once, with the kinds that need it.
func byKind(rules []model.KindScope) string {
	var scopes []string
	kinds := map[string][]string{}
	for _, rule := range rules {
		if kinds[rule.Scope] == nil {
			scopes = append(scopes, rule.Scope)
		}
		kinds[rule.Scope] = append(kinds[rule.Scope], rule.Kind)
	}
	for i, scope := range scopes {
		scopes[i] = scope + " for " + enumerate(kinds[scope], "and")
	}
	return strings.Join(scopes, "; ")
}

// deprecation says what to use instead of an operation. The method that replaces it is the
// operation itself, or what nameOf chooses of it.
func deprecation(op *model.Operation, byName func(string) *model.Operation, nameOf func(*model.Operation) string) string {
	why := "Deprecated: The API has deprecated this operation."
	if next := byName(op.Replacement); next != nil {
		return fmt.Sprintf("%s Use [%sService.%s] instead.", why, next.Service, nameOf(next))
	}
	if op.Replacement != "" {
		return fmt.Sprintf("%s Use %s instead, which this package does not have.", why, op.Replacement)
	}
	return why + " There is no replacement."
}

func methodName(op *model.Operation) string { return op.Name }

func plural(noun string, n int) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

func enumerate(items []string, conjunction string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + conjunction + " " + items[last]
}
