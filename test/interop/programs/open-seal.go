// Opens seals by a library that is named. Reads {library, key, seals} and prints a list of {json, bytes, header} or {error}.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/go-jose/go-jose/v4"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwe"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

type asked struct {
	Library string          `json:"library"`
	Key     json.RawMessage `json:"key"`
	Seals   []string        `json:"seals"`
}

func openByGoJose(ask asked, text string) ([]byte, map[string]any, error) {
	var key jose.JSONWebKey
	if err := json.Unmarshal(ask.Key, &key); err != nil {
		return nil, nil, err
	}
	sealed, err := jose.ParseEncrypted(text, []jose.KeyAlgorithm{jose.ECDH_ES}, []jose.ContentEncryption{jose.A256GCM})
	if err != nil {
		return nil, nil, err
	}
	plaintext, err := sealed.Decrypt(key.Key)
	header := map[string]any{"alg": sealed.Header.Algorithm, "kid": sealed.Header.KeyID}
	for name, value := range sealed.Header.ExtraHeaders {
		header[string(name)] = value
	}
	return plaintext, header, err
}

func openByJwx(ask asked, sealed string) ([]byte, map[string]any, error) {
	key, err := jwk.ParseKey(ask.Key)
	if err != nil {
		return nil, nil, err
	}
	message, err := jwe.Parse([]byte(sealed))
	if err != nil {
		return nil, nil, err
	}
	header := map[string]any{}
	for _, name := range []string{"event", "field", "kid"} {
		var value string
		if err := message.ProtectedHeaders().Get(name, &value); err != nil {
			return nil, nil, err
		}
		header[name] = value
	}
	text, err := jwe.Decrypt([]byte(sealed), jwe.WithKey(jwa.ECDH_ES(), key))
	return text, header, err
}

func main() {
	var ask asked
	if err := json.NewDecoder(os.Stdin).Decode(&ask); err != nil {
		panic(err)
	}
	open := map[string]func(asked, string) ([]byte, map[string]any, error){"go-jose": openByGoJose, "jwx": openByJwx}[ask.Library]
	answers := []map[string]any{}
	for _, sealed := range ask.Seals {
		plaintext, header, err := open(ask, sealed)
		if err != nil {
			answers = append(answers, map[string]any{"error": err.Error()})
			continue
		}
		answers = append(answers, map[string]any{"json": string(plaintext), "bytes": len(plaintext), "header": header})
	}
	printed, _ := json.Marshal(answers)
	fmt.Println(string(printed))
}
