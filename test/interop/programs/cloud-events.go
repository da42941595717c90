// A receiver of CloudEvents by the official SDK, in two ways that its users have.
//
// On /batch a handler reads a batch with the SDK's function for it, refuses one with a bad event by 400, and keeps the events.
// On /client stands the SDK's own receiving client. Prints its address, then each event that it took as a line of JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"

	cloudevents "github.com/cloudevents/sdk-go/v2"
)

func keep(road string, event cloudevents.Event) {
	printed, _ := json.Marshal(map[string]any{
		"road":       road,
		"id":         event.ID(),
		"source":     event.Source(),
		"type":       event.Type(),
		"time":       event.Time(),
		"datatype":   event.DataContentType(),
		"extensions": event.Extensions(),
		"data":       json.RawMessage(event.Data()),
	})
	fmt.Println(string(printed))
}

func allowPage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		response.Header().Set("Access-Control-Allow-Origin", request.Header.Get("Origin"))
		response.Header().Set("Access-Control-Allow-Headers", "content-type")
		if request.Method == http.MethodOptions {
			response.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(response, request)
	})
}

func takeBatch(response http.ResponseWriter, request *http.Request) {
	events, err := cloudevents.NewEventsFromHTTPRequest(request)
	if err != nil {
		http.Error(response, err.Error(), http.StatusBadRequest)
		return
	}
	for _, event := range events {
		if err := event.Validate(); err != nil {
			http.Error(response, err.Error(), http.StatusBadRequest)
			return
		}
		// For a refusal in the test: an event that this receiver does not want.
		if event.Type() == "example.cart_emptied" && request.URL.Query().Has("unwanted") {
			http.Error(response, "unwanted", http.StatusUnprocessableEntity)
			return
		}
	}
	for _, event := range events {
		keep("batch", event)
	}
	response.WriteHeader(http.StatusAccepted)
}

func main() {
	protocol, err := cloudevents.NewHTTP()
	if err != nil {
		panic(err)
	}
	client, err := cloudevents.NewHTTPReceiveHandler(context.Background(), protocol, func(event cloudevents.Event) error {
		keep("client", event)
		return nil
	})
	if err != nil {
		panic(err)
	}

	mux := http.NewServeMux()
	mux.HandleFunc("/batch", takeBatch)
	mux.Handle("/client", client)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	panic(http.Serve(listener, allowPage(mux)))
}
