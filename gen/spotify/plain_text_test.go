package spotify

import (
	"html"
	"testing"
)

func TestPlainText(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"Songs for the road", "Songs for the road"},
		{"Rock &#x27;n&#x27; Roll &amp; more", "Rock 'n' Roll & more"},
		{"&quot;a&quot; &lt;b&gt; c&#x2F;d &#39;e&#39; f&#x3D;g", `"a" <b> c/d 'e' f=g`},
		{"Escaped twice: &amp;amp; &amp;#x27;", "Escaped twice: &amp; &#x27;"},
		{"No escape: & &; &unknown; &#; AT&T", "No escape: & &; &unknown; &#; AT&T"},
		{`By <a href="spotify:user:spotify">Spotify</a> &amp; <A HREF='x'>friends</A>.`, "By Spotify & friends."},
		{"&lt;a href=x&gt;text&lt;/a&gt;", "<a href=x>text</a>"},
		{"I <3 it, a < b, <abbr>, <a", "I <3 it, a < b, <abbr>, <a"},
		{"<<a>", "<"},
		{"\u00fcber &uuml;ber", "\u00fcber \u00fcber"},
	}
	for _, test := range tests {
		if got := plainText(test.text); got != test.want {
			t.Errorf("%q gives %q, want %q", test.text, got, test.want)
		}
	}
}

func FuzzPlainText(f *testing.F) {
	for _, text := range []string{"", "a & b", "<a href=x>", "it's", "&#x27;", "<<a>>"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := plainText(html.EscapeString(text)); got != text {
			t.Errorf("%q comes back as %q", text, got)
		}
		if got := plainText(text); len(got) > 2*len(text) {
			t.Errorf("%q becomes %q", text, got)
		}
	})
}
