/* global SwaggerUIBundle */

/** The viewer leaves the box for the request body without a name that a screen reader could say. */
function namedInputs() {
  function named(Original, { React }) {
    return (props) => React.createElement(Original, { 'aria-label': 'Request body', ...props });
  }
  return { wrapComponents: { TextArea: named } };
}

SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#viewer',
  plugins: [namedInputs],
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  // A link inside of a button can be reached by nobody who uses the keyboard alone.
  deepLinking: false,
  // Nothing leaves this server: no badge of a validator elsewhere, no document from another address.
  validatorUrl: null,
  queryConfigEnabled: false,
});
