// Stands before the script of a deck, in the frame that shows a card as its deck made it.
// The policy of the frame stops all that it has words for. What it has none for is taken away here:
// calls to peers, and elements that connect as soon as they are there, or open a frame within the
// frame where all of it would be back. What runs later may change any prototype, so this keeps its own.
"use strict";
{
  const { apply } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const refuse = (why) => { throw new DOMException(why, "SecurityError"); };
  const fixed = (value) => ({ value, writable: false, configurable: false });
  const REFUSED = { __proto__: null, iframe: 1, frame: 1, frameset: 1, fencedframe: 1, object: 1, embed: 1, portal: 1, link: 1, base: 1, meta: 1 };
  const TAG = /<\s*(?:iframe|frame|frameset|fencedframe|object|embed|portal|link|base|meta)\b|shadowrootmode/i;

  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport", "XSLTProcessor"])
    defineProperty(window, name, fixed(undefined));

  const nameOf = getOwnPropertyDescriptor(Element.prototype, "localName").get;
  for (const maker of ["createElement", "createElementNS"]) {
    const make = Document.prototype[maker];
    defineProperty(Document.prototype, maker, fixed(function (...wanted) {
      const made = apply(make, this, wanted);
      return REFUSED[apply(nameOf, made, [])] ? refuse(maker) : made;
    }));
  }

  // A browser that cannot watch what becomes of text runs none of it.
  if (window.trustedTypes) {
    const find = RegExp.prototype.exec;
    const from = { __proto__: null, "HTMLIFrameElement srcdoc": 1 };
    trustedTypes.createPolicy("default", {
      createHTML: (text, type, sink) => (from[sink] || apply(find, TAG, [text]) ? null : text),
      createScript: (text, type, sink) => (sink === "Location href" || apply(find, /^\s*javascript:/i, [text]) ? null : text),
      createScriptURL: () => null,
    });
  } else window.stop();
}
