package codectest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A sample is a body as the API might send it, with the difficulties that it has been
// seen to send.
type sample struct {
	name string
	subject
	body []byte
}

func samples() []sample {
	return []sample{
		{"playlist items", subjectFor[spotify.Page[spotify.PlaylistItem]](), sampleItems()},
		{"playlist under former names", subjectFor[spotify.Playlist](), samplePlaylist()},
		{"album", subjectFor[spotify.Album](), sampleAlbum()},
		{"search", subjectFor[spotify.SearchResult](), sampleSearch()},
		{"playback", subjectFor[spotify.PlaybackState](), samplePlayback()},
		{"analysis", subjectFor[spotify.AudioAnalysis](), sampleAnalysis()},
		{"user", subjectFor[spotify.CurrentUser](), sampleUser()},
	}
}

// body fills the holes of a template, and writes ' for ".
func body(template string, holes ...any) []byte {
	return []byte(strings.ReplaceAll(fmt.Sprintf(template, holes...), "'", `"`))
}

func sampleID(kind string, n int) string {
	return fmt.Sprintf("'id':'%022d','uri':'spotify:%s:%022d','type':'%s'", n, kind, n, kind)
}

func sampleArtist(n int) string {
	return fmt.Sprintf(`{'external_urls':{'spotify':'https:\/\/open.test\/a%d'},'name':'The N\u00f6rthern \ud83c\udfb5 %d',%s}`, n, n, sampleID("artist", n))
}

func sampleTrack(n int) string {
	return fmt.Sprintf(`{'album':{'album_type':'single','artists':[%s],'available_markets':['SE','NO'],'images':[{'url':'i','width':640.0,'height':null}],`+
		`'name':'Hour %d','release_date':'2019-05','total_tracks':2,%s},'artists':[%s],'available_markets':['SE','NO'],'duration_ms':2.05e5,'explicit':false,`+
		`'external_ids':{'isrc':'XX%d'},'is_local':false,'is_playable':true,'linked_from':{%s},'name':'Öst \"%d\"','popularity':41,'preview_url':null,'track_number':%d,%s}`,
		sampleArtist(n), n, sampleID("album", n), sampleArtist(n+1), n, sampleID("track", n+100), n, n, sampleID("track", n))
}

func sampleItems() []byte {
	local := `{'album':{'name':'Tape','artists':[],'images':null},'artists':[{'name':'Me','id':null}],'duration_ms':{'totalMilliseconds':188000},` +
		`'is_local':true,'name':'Demo','type':'track','uri':'spotify:local:Me:Tape:Demo:188','id':null}`
	removed := `{'type':'episode','id':null,'name':null,'duration_ms':null,'languages':[null],'show':{'name':'','total_episodes':null},'resume_point':{'fully_played':false,'resume_position_ms':null}}`
	asTrack := `{'type':'episode','album':{'album_type':null,'name':'A show'},'artists':[{'name':null}],'duration_ms':1800000,'name':'In track shape'}`
	return body(` {'href':'h', 'limit' : 7,
'items':[{'added_at':'2024-05-01T10:11:12Z','added_by':{%s},'is_local':false,'track':%s},
{'added_at':null,'is_local':true,'item':%s,'track':5},null,{'item':null},{'item':%s,'unknown':[1,{}]},{'item':%s},
{'item':{'type':'concert','seats':[12,true,null,-0.5e-3]}}],
'next':null,'offset':0,'previous':null,'total':7}`+"\n", sampleID("user", 9), sampleTrack(1), local, removed, asTrack)
}

func samplePlaylist() []byte {
	return body(`{'collaborative':false,'description':'','followers':{'href':null,'total':3},'images':[],'name':'Under former names','owner':{'display_name':null,%s},`+
		`'public':null,'snapshot_id':'AAAA','items':null,'tracks':{'items':[{'track':{'type':'episode','name':'One','show':{'publisher':'P'}}}],'total':1},%s}`,
		sampleID("user", 8), sampleID("playlist", 3))
}

func sampleAlbum() []byte {
	return body(`{'album_type':'compilation','artists':[%s],'available_markets':[],'copyrights':[{'text':'© 2001','type':'P'}],'external_ids':{'upc':'1'},'genres':[],`+
		`'label':'<L&M>','name':'Kommt \\ geht','popularity':0,'release_date':'0000','release_date_precision':'year','restrictions':{'reason':'market'},'total_tracks':12,`+
		`'tracks':{'href':'h','items':[{'artists':[%s],'available_markets':['SE',null],'disc_number':1,'duration_ms':1.1113535E7,'name':'One',%s},{'duration_ms':{'totalMilliseconds':1},'name':'Two'}],'total':12},%s}`,
		sampleArtist(4), sampleArtist(5), sampleID("track", 6), sampleID("album", 7))
}

func sampleSearch() []byte {
	return body(`{'tracks':{'items':[%s],'total':1},'artists':{'items':[{'followers':{'total':12},'genres':['a','b'],'name':'N',%s}]},`+
		`'playlists':{'items':[null,{'name':'P','tracks':{'total':9},'public':true},null]},'shows':null,'episodes':{'items':[null]},'audiobooks':{'items':[{'authors':[{'name':'A'}],'total_chapters':3}]},'albums':{'items':[]}}`,
		sampleTrack(20), sampleID("artist", 21))
}

func samplePlayback() []byte {
	return body(`{'device':{'id':null,'is_active':true,'name':'Küche','type':'Speaker','volume_percent':0,'supports_volume':true},'repeat_state':'off','shuffle_state':false,`+
		`'context':{'type':'collection','uri':'spotify:user:x:collection','href':null},'timestamp':1700000000123,'progress_ms':44272,'is_playing':true,'item':%s,`+
		`'currently_playing_type':'track','actions':{'disallows':{'resuming':true,'skipping_prev':null}}}`, sampleTrack(30))
}

func sampleAnalysis() []byte {
	interval := `{'start':0.49567,'duration':2.18749,'confidence':0.925},{'start':1e-7,'duration':-0,'confidence':1}`
	return body(`{'meta':{'analyzer_version':'4.0.0','platform':'Linux','status_code':0,'timestamp':1495193577,'analysis_time':6.93906,'input_process':'x'},`+
		`'track':{'num_samples':4585515,'duration':207.95985,'loudness':-5.883,'tempo':118.211,'key':9,'codestring':'eJx','code_version':3.15},'bars':[%s],'beats':[%s],'tatums':[],`+
		`'sections':[{'start':0,'loudness':-14.938,'mode':0,'time_signature':4}],'segments':[{'start':0.70154,'pitches':[0.212,1,5e-324],'timbre':[42.115,-60,1.7976931348623157e308]}]}`, interval, interval)
}

func sampleUser() []byte {
	return body(`{'country':'SE','display_name':null,'email':'a@b.test','explicit_content':{'filter_enabled':false,'filter_locked':true},`+
		`'followers':{'total':0},'images':[{'url':'u','height':64,'width':64}],'product':'premium',%s}`, sampleID("user", 40))
}

// TestSamples makes sure that damage is done to something that was whole.
func TestSamples(t *testing.T) {
	for _, s := range samples() {
		if problems := referenceDecode(reflect.New(s.typ).Elem(), s.body); problems != nil {
			t.Errorf("%s: %v in %s", s.name, problems, s.body)
		}
		if !json.Valid(s.body) || len(s.body) < 250 {
			t.Errorf("%s: %d bytes are not much of a sample", s.name, len(s.body))
		}
		if difference := disagreement(s.subject, s.body); difference != "" {
			t.Errorf("%s: %s", s.name, difference)
		}
	}
}
