export default function ({ data, parentElement, setTriggerValue }) {
  const deck = parentElement.querySelector('.deck'), live = parentElement.querySelector('.sr');
  const S = parentElement.__s || (parentElement.__s = { turned: new Set(), told: false });
  const known = new Map([...deck.children].map(b => [b.dataset.id, b]));
  for (const card of data.cards) {
    let b = known.get(card.id);
    if (!b) {
      b = document.createElement('button'); b.type = 'button'; b.dataset.id = card.id;
      b.append(span('f'), span('b'), span('h')); deck.append(b);
      b.onclick = () => {
        const open = b.getAttribute('aria-expanded') !== 'true';
        paint(b, b.__card, open);
        if (open) { live.textContent = b.__card.back; S.turned.add(card.id); }
        if (S.turned.size === data.cards.length && !S.told) { S.told = true; setTriggerValue('seen', true); }
      };
    }
    b.__card = card;
    paint(b, card, b.getAttribute('aria-expanded') === 'true');
  }
  function span(name) { const s = document.createElement('span'); s.className = name; return s; }
  function paint(b, card, open) {                       // textContent: an author's text is never HTML
    b.setAttribute('aria-expanded', String(open));
    b.querySelector('.f').textContent = card.front;
    b.querySelector('.b').textContent = open ? card.back : '';
    b.querySelector('.h').textContent = open ? '' : data.turn;
  }
}
