/* global document, HTMLFormElement */

/** Sends the form post response on its way. In the oldest JavaScript there is, for clients that are no browsers. */
var autoForm = document.querySelector('form[data-autosubmit]')
// By the prototype, because a response parameter may be called "submit".
if (autoForm) HTMLFormElement.prototype.submit.call(autoForm)
