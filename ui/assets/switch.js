export default function ({ data, parentElement, setTriggerValue }) {
  const group = parentElement.querySelector('[role=group]');
  document.documentElement.lang = data.code;
  group.setAttribute('aria-label', data.label);
  for (const language of JSON.parse(data.languages)) {
    let button = group.querySelector(`[data-id=${language.id}]`);
    if (!button) {
      button = document.createElement('button');
      button.type = 'button'; button.dataset.id = language.id; button.lang = language.code;
      button.textContent = language.short;
      button.setAttribute('aria-label', language.name); button.title = language.name;
      group.append(button);
    }
    button.onclick = () => {
      if (button.getAttribute('aria-pressed') === 'true') return;
      press(language.id);  // at once, so that a second press on the same language is none
      setTriggerValue('picked', language.id);
    };
  }
  press(data.now);
  function press(id) {
    for (const button of group.children) button.setAttribute('aria-pressed', String(button.dataset.id === id));
  }
}
