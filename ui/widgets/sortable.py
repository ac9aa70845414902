"""A list that is put in order by mouse, touch, buttons or keyboard; in the page, without a frame of its own."""

import streamlit as st

from ui.widgets.questions.common import Change, Words

_HTML = """<div class="wrap"><p class="hint" id="hint"></p><ol class="list"></ol><div class="sr" role="status" aria-live="assertive"></div></div>"""

_CSS = """
.wrap{font-family:var(--st-font);color:var(--st-text-color)}
.list{list-style:none;margin:0;padding:0;display:flex;flex-direction:column;gap:.5rem;counter-reset:n}
.item{display:flex;align-items:center;gap:.5rem;min-height:2.75rem;padding:.25rem .5rem;border:1px solid var(--st-border-color);
 border-radius:var(--st-base-radius);background:var(--st-secondary-background-color);counter-increment:n}
.item::before{content:counter(n) ".";min-width:1.6em;opacity:.75}
.item .t{flex:1;overflow-wrap:anywhere}
.item.drag{outline:2px solid var(--st-primary-color);opacity:.85}
button{font:inherit;min-width:2.75rem;min-height:2.75rem;border:1px solid var(--st-border-color);border-radius:var(--st-base-radius);
 background:var(--st-background-color);color:inherit;cursor:pointer}
button:focus-visible{outline:3px solid var(--st-primary-color);outline-offset:1px}
button[disabled]{opacity:.35;cursor:default}
.grip{touch-action:none;cursor:grab}
.grip[aria-pressed=true]{background:var(--st-primary-color);color:#fff}
@media(max-width:480px){.item{gap:.3rem;padding:.25rem .4rem}.item::before{min-width:1.1em}button{min-width:2.4rem}}
.hint{font-size:.875rem;opacity:.8;margin:0 0 .5rem}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
"""

_JS = """
export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement, ol = root.querySelector('.list'), live = root.querySelector('.sr'), L = data.labels;
  root.querySelector('.hint').textContent = L.hint;
  const S = root.__s || (root.__s = { order: null, rev: null, grab: null, before: null });
  if (S.rev !== data.rev || !S.order) { S.order = data.items.map(i => i.id); S.rev = data.rev; S.grab = null; }
  const text = Object.fromEntries(data.items.map(i => [i.id, i.text]));
  const fmt = (s, id) => s.replace('{item}', text[id]).replace('{pos}', S.order.indexOf(id) + 1).replace('{n}', S.order.length);
  const say = (s, id) => { live.textContent = fmt(s, id); };
  const commit = () => setStateValue('order', [...S.order]);
  const move = (id, to) => { const f = S.order.indexOf(id); to = Math.max(0, Math.min(S.order.length - 1, to)); if (to === f) return false;
    S.order.splice(f, 1); S.order.splice(to, 0, id); draw(); return true; };
  const focus = (id, cls) => { const b = ol.querySelector(`[data-id="${CSS.escape(id)}"] .${cls}`); b && b.focus(); };
  function draw() {
    const keep = new Map([...ol.children].map(c => [c.dataset.id, c]));
    S.order.forEach((id, i) => {
      let li = keep.get(id);
      if (!li) {
        li = document.createElement('li'); li.className = 'item'; li.dataset.id = id;
        li.innerHTML = '<button type="button" class="grip" aria-describedby="hint">\\u2630</button><span class="t"></span><button type="button" class="up">\\u2191</button><button type="button" class="dn">\\u2193</button>';
        const g = li.querySelector('.grip');
        g.onkeydown = e => key(e, id); g.onpointerdown = e => down(e, id, li, g); g.onblur = () => { if (S.grab === id) { S.grab = null; draw(); commit(); } };
        li.querySelector('.up').onclick = () => { if (move(id, S.order.indexOf(id) - 1)) { say(L.moved, id); commit(); focus(id, 'up'); } };
        li.querySelector('.dn').onclick = () => { if (move(id, S.order.indexOf(id) + 1)) { say(L.moved, id); commit(); focus(id, 'dn'); } };
      }
      li.querySelector('.t').textContent = text[id];                                  // textContent: user text is never HTML
      li.querySelector('.grip').setAttribute('aria-label', fmt(L.grip, id));
      li.querySelector('.grip').setAttribute('aria-pressed', String(S.grab === id));
      li.querySelector('.up').setAttribute('aria-label', fmt(L.up, id)); li.querySelector('.dn').setAttribute('aria-label', fmt(L.down, id));
      for (const b of li.querySelectorAll('button')) b.disabled = !!data.disabled;
      if (ol.children[i] !== li) ol.insertBefore(li, ol.children[i] || null);
    });
    [...ol.children].slice(S.order.length).forEach(c => c.remove());
  }
  function key(e, id) {
    if (e.key === ' ' || e.key === 'Enter') { e.preventDefault();
      if (S.grab === id) { S.grab = null; say(L.dropped, id); draw(); commit(); } else { S.grab = id; S.before = [...S.order]; say(L.grabbed, id); draw(); } return; }
    const d = { ArrowUp: -1, ArrowDown: 1 }[e.key];
    if (d && S.grab === id) { e.preventDefault(); if (move(id, S.order.indexOf(id) + d)) { focus(id, 'grip'); S.grab = id; draw(); say(L.moved, id); } }
    if (e.key === 'Escape' && S.grab === id) { e.preventDefault(); S.order = S.before; S.grab = null; draw(); say(L.cancelled, id); }
  }
  function down(e, id, li, g) {                       // listeners on window: moving the node in the DOM drops a pointer capture
    if (data.disabled || e.button > 0) return;
    e.preventDefault(); g.focus(); li.classList.add('drag'); let moved = false;
    const mv = ev => { if (ev.pointerId !== e.pointerId) return; const y = ev.clientY, others = [...ol.children].filter(c => c !== li);
      let to = others.findIndex(c => { const r = c.getBoundingClientRect(); return y < r.top + r.height / 2; }); if (to < 0) to = others.length;
      if (move(id, to)) moved = true; };
    const end = ev => { if (ev.pointerId !== e.pointerId) return; window.removeEventListener('pointermove', mv); window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end); li.classList.remove('drag'); if (moved) { say(L.dropped, id); commit(); } };
    window.addEventListener('pointermove', mv); window.addEventListener('pointerup', end); window.addEventListener('pointercancel', end);
  }
  draw();
}
"""
_component = st.components.v2.component("rapport_sortable", html=_HTML, css=_CSS, js=_JS)

LABELS = ("hint", "grip", "up", "down", "grabbed", "moved", "dropped", "cancelled")


def sortable(items: dict[str, str], key: str, t: Words, change: Change) -> None:
    """Draw `items` (id to text) in their order; the order given is kept under `key`, and `change` is called on a move."""
    labels = {name: t(f"quiz.order_{name}", item="{item}", pos="{pos}", n="{n}") for name in LABELS}
    rows = [{"id": id, "text": text} for id, text in items.items()]
    moved = change if callable(change) else lambda: None
    _component(key=key, data={"items": rows, "rev": key, "disabled": False, "labels": labels}, on_order_change=moved)
