"""The one HTTP listener: chat page, webhooks of the platforms, downloads, health."""
