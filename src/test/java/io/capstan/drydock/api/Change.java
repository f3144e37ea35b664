package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** One write to the store. */
record Change(long version, ResourceType type, Optional<ObjectNode> before, Optional<ObjectNode> after) {}
