#include "surface/frame_renderer.h"

#include <chrono>
#include <cstdio>
#include <osg/GLObjects>
#include <osg/Notify>
#include <osgUtil/RenderStage>
#include <osgUtil/Statistics>
#include <osgViewer/Renderer>
#include <osgViewer/Viewer>
#include <string_view>
#include <utility>

namespace atlas::surface {

namespace {

// The interface is drawn here and not after viewer.frame(): OSG's state tracking then never sees what the
// interface changes.
struct OverlayCallback : public osg::Camera::DrawCallback {
    std::function<void()> overlay;
    void operator()(osg::RenderInfo&) const override {
        if (overlay) overlay();
    }
};

// OSG tells of shaders that do not compile as notices, and draws on. Those are kept; all others go on to
// standard error, as they do without this.
class ShaderNotices : public osg::NotifyHandler {
  public:
    void notify(osg::NotifySeverity severity, const char* message) override {
        const std::string_view text(message);
        // A log by itself is a remark on a shader that works.
        const bool follows = text.find("infolog") != text.npos || text.find("OpenGL error") != text.npos;
        if (severity > osg::NOTICE || !(text.find("FAILED") != text.npos || (follows && !refused_.empty())))
            std::fputs(message, stderr);
        else if (refused_.size() < kMost)
            refused_ += text;
    }
    std::string take() { return std::exchange(refused_, {}); }

  private:
    static constexpr std::size_t kMost = 2000;  // characters: what follows from the first repeats it
    std::string refused_;
};

}  // namespace

struct FrameRenderer::Impl {
    Impl() : before(osg::getNotifyHandler()) { osg::setNotifyHandler(notices); }
    ~Impl() {
        if (osg::getNotifyHandler() == notices.get()) osg::setNotifyHandler(before);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    osg::ref_ptr<ShaderNotices> notices = new ShaderNotices;
    osg::ref_ptr<osg::NotifyHandler> before;
    osgViewer::Viewer viewer;
    osg::ref_ptr<osgViewer::GraphicsWindowEmbedded> window;
    osg::ref_ptr<OverlayCallback> overlay = new OverlayCallback;
    Size size;
    double clock = 0;
};

FrameRenderer::FrameRenderer(osg::Group* root) : impl_(std::make_unique<Impl>()) {
    osgViewer::Viewer& viewer = impl_->viewer;
    viewer.setThreadingModel(osgViewer::Viewer::SingleThreaded);
    viewer.setReleaseContextAtEndOfFrameHint(false);
    viewer.setKeyEventSetsDone(0);
    viewer.setRunMaxFrameRate(0);
    impl_->window = viewer.setUpViewerAsEmbeddedInWindow(0, 0, 64, 64);
    impl_->size = {64, 64};
    osg::Camera& camera = *viewer.getCamera();
    camera.setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
    camera.setCullingMode(camera.getCullingMode() & ~osg::CullSettings::SMALL_FEATURE_CULLING);
    camera.setClearMask(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT | GL_STENCIL_BUFFER_BIT);
    camera.setFinalDrawCallback(impl_->overlay);
    viewer.setLightingMode(osg::View::NO_LIGHT);
    viewer.setSceneData(root);
    setBackground(0.8F, 0.8F, 0.78F);
}

FrameRenderer::~FrameRenderer() {
    osg::State* state = impl_->window->getState();
    const unsigned context = state->getContextID();
    if (osg::Node* scene = impl_->viewer.getSceneData()) scene->releaseGLObjects(state);
    impl_->viewer.releaseGLObjects(state);
    impl_->viewer.setSceneData(nullptr);
    osg::flushAllDeletedGLObjects(context);
}

std::string FrameRenderer::takeRefused() {
    return impl_->notices->take();
}

void FrameRenderer::setOverlay(std::function<void()> overlay) {
    impl_->overlay->overlay = std::move(overlay);
}

void FrameRenderer::setBackground(float red, float green, float blue) {
    impl_->viewer.getCamera()->setClearColor({red, green, blue, 1});
}

void FrameRenderer::draw(const osg::Matrixd& view, const osg::Matrixd& projection, Size size,
                         unsigned framebuffer) {
    const auto start = std::chrono::steady_clock::now();
    osgViewer::Viewer& viewer = impl_->viewer;
    osg::Camera& camera = *viewer.getCamera();
    if (!(size == impl_->size)) {
        impl_->window->resized(0, 0, size.width, size.height);
        camera.setViewport(0, 0, size.width, size.height);
        impl_->size = size;
    }
    impl_->window->setDefaultFboId(framebuffer);
    const GLenum buffer = framebuffer != 0 ? GL_COLOR_ATTACHMENT0 : GL_BACK;
    camera.setDrawBuffer(buffer);
    camera.setReadBuffer(buffer);
    camera.setViewMatrix(view);
    camera.setProjectionMatrix(projection);
    impl_->clock += 1.0 / 60;  // a clock of its own: equal calls give equal pictures
    viewer.frame(impl_->clock);

    cost_ = {};
    if (auto* renderer = dynamic_cast<osgViewer::Renderer*>(camera.getRenderer())) {
        osgUtil::Statistics statistics;
        for (unsigned i = 0; i < 2; ++i) {
            osgUtil::SceneView* sceneView = renderer->getSceneView(i);
            if (sceneView == nullptr || sceneView->getRenderStage() == nullptr) continue;
            osgUtil::Statistics one;
            if (sceneView->getStats(one) && one.numDrawables > 0) {
                // Indexed triangles are counted by the primitive type; quads do not occur.
                std::size_t triangles = 0;
                for (const auto& [mode, count] : one.getPrimitiveCountMap())
                    if (mode == GL_TRIANGLES || mode == GL_TRIANGLE_STRIP) triangles += count;
                cost_.triangles = triangles;
                cost_.drawCalls = one.numDrawables;
                break;
            }
        }
    }
    cost_.milliseconds =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace atlas::surface
