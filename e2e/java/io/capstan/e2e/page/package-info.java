/** What Linkerd's page "Automatically Rotating Control Plane TLS Credentials" has a person do, done by the tests. */
package io.capstan.e2e.page;
