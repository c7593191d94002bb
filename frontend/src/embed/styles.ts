// The launcher's style: a constructed sheet inside the shadow root, so that no content policy of the shop forbids it and
// nothing of the page is restyled. Lightness is ours, hue and strength are the brand's (look/tokens.css).
export const styles = `
:host{--h:168;--c:.078;--a:oklch(.425 var(--c) var(--h));--ah:oklch(.375 var(--c) var(--h));--on:oklch(.985 calc(var(--c)*.13) var(--h));--f:oklch(.5 calc(var(--c)*1.3) var(--h));
position:fixed;inset-block-end:24px;inset-inline-end:24px;z-index:2147483000;color-scheme:light dark;
font:650 16px/1.2 var(--font-text,"Avenir Next","Segoe UI Variable Text","Segoe UI",Cantarell,"Noto Sans",Roboto,system-ui,sans-serif)}
@media(prefers-color-scheme:dark){:host{--a:oklch(.775 calc(var(--c)*1.35) var(--h));--ah:oklch(.83 calc(var(--c)*1.35) var(--h));--on:oklch(.19 calc(var(--c)*.13) var(--h));--f:oklch(.82 calc(var(--c)*1.3) var(--h))}}
:host([hidden]){display:none}
button{position:relative;display:flex;align-items:center;gap:10px;height:56px;margin:0;padding:0 20px 0 16px;border:0;border-radius:18px;
background:var(--a);color:var(--on);font:inherit;cursor:pointer;box-shadow:0 2px 4px oklch(.3 .03 165/.08),0 22px 48px -16px oklch(.3 .03 165/.5);transition:background 90ms}
button:hover{background:var(--ah)}
button:focus-visible{outline:3px solid var(--f);outline-offset:3px}
svg{width:26px;height:26px;flex:none;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round}
b{font-weight:inherit;white-space:nowrap}
i{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;width:16px;height:16px;border-radius:50%;background:oklch(.645 .188 42);box-shadow:0 0 0 3px Canvas}
i[hidden]{display:none}
iframe{position:fixed;inset-block-end:24px;inset-inline-end:24px;width:360px;height:min(640px,calc(100dvh - 48px));border:0;border-radius:22px;
box-shadow:0 2px 4px oklch(.3 .03 165/.08),0 22px 48px -16px oklch(.3 .03 165/.5);color-scheme:light dark;
visibility:hidden;opacity:0;translate:0 12px;transition:opacity 180ms,translate 180ms cubic-bezier(.2,.7,.2,1),visibility 0s 180ms}
:host([open]) iframe{visibility:visible;opacity:1;translate:0;transition-delay:0s}
:host([open]) button{visibility:hidden}
@media(max-width:480px){:host{inset-block-end:16px;inset-inline-end:16px}b{display:none}button{padding:0 15px}
iframe{inset:0;width:100%;height:100dvh;border-radius:0}}
@media(prefers-reduced-motion:reduce){iframe,button{transition:none}}
@media print{:host{display:none}}
`
