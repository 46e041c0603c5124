package spotifytest

// pageText has two templates: the page, and the part of it that changes. The script
// fetches that part each second, and puts it in place of the one that is there if it
// differs, so that a selection stays while nothing happens.
const pageText = `{{define "page"}}<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A fake Spotify</title>
<style>
:root { color-scheme: light dark; --line: #8884; --faint: light-dark(#666, #9a9a9a); --good: #1a9c4c; --bad: #d33c3c }
body { font: 1rem/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 1rem }
h1 { font-size: 1.4rem; margin: 0 } h2 { font-size: 1.1rem; margin: 0 0 .5rem }
header p { margin: .2rem 0 1rem; color: var(--faint) }
main { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)) }
section { border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; min-width: 0 }
section.wide { grid-column: 1 / -1; overflow-x: auto }
#playlists { columns: 22rem } #playlists h2 { column-span: all } details { break-inside: avoid }
ol, ul { margin: .3rem 0; padding-left: 1.4rem }
li, summary { overflow-wrap: anywhere }
summary small, p small, td small { color: var(--faint) }
progress { width: 100%; accent-color: var(--good) }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
td, th { text-align: left; padding: .15rem .8rem .15rem 0; border-bottom: 1px solid var(--line); white-space: nowrap }
td.path { white-space: normal; overflow-wrap: anywhere; min-width: 10rem }
@media (max-width: 40rem) { td:nth-child(3), th:nth-child(3) { display: none } }
.good { color: var(--good) } .bad { color: var(--bad) }
body.gone main { opacity: .45 } #gone { display: none } body.gone #gone { display: block; color: var(--bad) }
</style>
</head>
<body>
<header>
<h1>A fake Spotify</h1>
<p>Web API <code>{{.URL}}</code>, accounts <code>{{.AccountsURL}}</code></p>
<p id="gone">The server does not answer any more.</p>
</header>
<main id="state">{{template "state" .}}</main>
<script>
const state = document.getElementById("state");
let shown = "";
async function refresh() {
  try {
    const address = new URL(location.href);
    address.searchParams.set("part", "state");
    const answer = await fetch(address, {cache: "no-store"});
    const text = await answer.text();
    document.body.classList.toggle("gone", !answer.ok);
    if (!answer.ok || text === shown) return;
    const open = new Set([...state.querySelectorAll("details[open]")].map(d => d.id));
    state.innerHTML = shown = text;
    for (const d of state.querySelectorAll("details")) d.open = open.has(d.id);
  } catch {
    document.body.classList.add("gone");
  }
}
setInterval(refresh, 1000);
</script>
</body>
</html>
{{end}}

{{define "state"}}
<section id="player">
<h2>Player</h2>
{{with .Player}}
{{if eq .Playback.Type "unknown"}}<p id="now">Nothing plays.</p>
{{else}}<p id="now"><strong>{{if eq .Playback.Type "ad"}}An advertisement{{else}}{{.Title}}{{end}}</strong>{{with .By}} – {{.}}{{end}}{{with .Context}}<br><small>from {{.}}</small>{{end}}</p>
<progress max="100" value="{{.Percent}}"></progress>
<p>{{if .Playback.Playing}}▶ playing{{else}}⏸ paused{{end}}, {{.Progress}} of {{.Length}}, repeat {{.Playback.Repeat}}, shuffle {{if .Playback.Shuffle}}on{{else}}off{{end}}</p>
{{end}}
<p>{{with .Playback.Device.Name}}On {{.}}{{else}}No active device{{end}}{{if .Playback.PrivateSession}}, private session{{end}}</p>
{{with .Upcoming}}<p>Next</p><ol>{{range .}}<li>{{.}}</li>{{end}}</ol>{{end}}
{{end}}
</section>
<section id="library">
<h2>Library</h2>
{{range .Library}}<details id="library-{{.Name}}"><summary>{{.Name}} <small>{{.Size}}</small></summary><ul>{{range .Titles}}<li>{{.}}</li>{{end}}</ul></details>
{{end}}
</section>
<section id="about">
<h2>Users</h2>
<p>{{.User.DisplayName}} <small>{{.User.ID}}, {{.User.Country}}, {{.User.Product}}</small></p>
<ul>{{range .Users}}<li><a href="?user={{.ID}}">{{.ID}}</a></li>{{end}}</ul>
<p><small>{{.Mode}} quota mode</small></p>
</section>
<section id="requests" class="wide">
<h2>Last requests</h2>
<table>
<thead><tr><th>at</th><th>answer</th><th>operation</th><th>request</th></tr></thead>
<tbody>
{{range .Requests}}<tr><td>{{.Time.Format "15:04:05"}}</td><td class="{{if and .Status (lt .Status 400)}}good{{else}}bad{{end}}">{{or .Status "none"}}</td><td>{{or .Operation "none"}}</td><td class="path"><code>{{.Method}} {{.Path}}{{with .Query.Encode}}?{{.}}{{end}}</code></td></tr>
{{else}}<tr><td colspan="4">None so far.</td></tr>
{{end}}
</tbody>
</table>
{{with .Violations}}<h2 class="bad">Not in the schema</h2><ul>{{range .}}<li>{{.}}</li>{{end}}</ul>{{end}}
</section>
<section id="playlists" class="wide">
<h2>Playlists</h2>
{{range $i, $p := .Playlists}}<details id="playlist-{{$i}}"><summary>{{$p.Name}} <small>{{$p.Size}} items, {{$p.Kind}}, of {{$p.Owner}}</small></summary><p><small>snapshot {{$p.Snapshot}}</small></p><ol>{{range $p.Titles}}<li>{{.}}</li>{{end}}</ol></details>
{{else}}<p>There are none.</p>
{{end}}
</section>
{{end}}
`
