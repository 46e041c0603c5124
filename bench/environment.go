package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/bytedance/sonic"
)

// environment tells what one has to know to compare the figures with others.
func environment() []string {
	lines := []string{
		fmt.Sprintf("%s, %s/%s, %d CPUs", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU()),
		jsonV2Note,
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		lines = append(lines, strings.Join(peers(info.Deps), ", "))
	}
	if sonic.APIKind != sonic.UseSonicJSON {
		lines = append(lines, "bytedance/sonic does not know this processor or this Go, and uses encoding/json")
	}
	return lines
}

// peers returns the modules that the contenders come from, with their versions.
func peers(modules []*debug.Module) []string {
	var list []string
	for _, m := range modules {
		switch m.Path {
		case "github.com/zmb3/spotify/v2", "github.com/bytedance/sonic", "github.com/go-faster/jx", "github.com/go-json-experiment/json":
			list = append(list, m.Path+" "+m.Version)
		}
	}
	return list
}
