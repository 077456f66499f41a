// Makes an element with properties and children: every other script of a page builds with it.
window.theatresElement = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};
