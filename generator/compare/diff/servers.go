package diff

// compareServers reports that all requests go to another place.
func (c *comparison) compareServers() {
	was, is := c.before.Model.Server, c.after.Model.Server
	if was == is {
		return
	}
	change := Change{
		Kind: ServerChanged, Group: Operations, Effect: Behaviour, Subject: "servers[0].url", Old: name(was), New: name(is),
		Text: Textf("All requests go to %s now; they went to %s.", orNone(name(is)), orNone(name(was))),
	}
	if !c.raw {
		change.Advice = do("Update the client. Programs that give the old server to %s have to give the new one.", "WithBaseURL")
	}
	c.add(change)
}
