export default function ({ data, parentElement }) {
  const box = parentElement.querySelector('.drawing');
  if (box.__svg !== data.svg) { box.innerHTML = data.svg; box.__svg = data.svg; }
}
